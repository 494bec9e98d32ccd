#include "course/leak.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "scratch.hpp"

namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(leak)

BOOST_AUTO_TEST_CASE(a_secret_is_found) {
  const Scratch scratch;
  scratch.write("edition/page.html", "<b>return</b> 2 * 3 *7;");
  scratch.write("edition/page.txt", "return 2 *\n 3 * 7;");
  const auto leaks = tito::course::find_leaks(scratch.path() / "edition", {"return 2 * 3 * 7;"});
  BOOST_TEST_REQUIRE(leaks.size() == 2U);
  BOOST_TEST((leaks[0].secret == "return 2 * 3 * 7;" && leaks[0].file != leaks[1].file));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_searched_is_not_let_pass) {
  const std::vector<std::string> secret = {"return 2 * 3 * 7;"};
  const Scratch fifo, link, locked;
  fs::create_directories(fifo.path() / "edition");
  fs::create_directories(link.path() / "edition");
  BOOST_REQUIRE(mkfifo((fifo.path() / "edition/page.txt").c_str(), 0600) == 0);
  BOOST_CHECK_THROW(tito::course::find_leaks(fifo.path() / "edition", secret), std::runtime_error);
  fs::create_symlink("/nowhere", link.path() / "edition/page.txt");
  BOOST_CHECK_THROW(tito::course::find_leaks(link.path() / "edition", secret), std::runtime_error);
  if (geteuid() == 0) return;
  fs::permissions(locked.write("edition/page.txt", "return 2 * 3 * 7;"), fs::perms::none);
  BOOST_CHECK_THROW(tito::course::find_leaks(locked.path() / "edition", secret), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
