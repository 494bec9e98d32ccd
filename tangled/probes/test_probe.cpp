// Tangled from chapters/00_setup.nw: edit that, not this file.
#include "probe.hpp"

#include <sstream>
#include <string>

#include "check.hpp"
#include "run.hpp"

using namespace tt;
using namespace tt::test;

// Tests of drawing and emitting
BOOST_AUTO_TEST_CASE(draws_are_the_same_everywhere) {
  Draw draw(1234567);
  CHECK(draw.bits() == 6457827717110365317u);
  CHECK(draw.bits() == 3203168211198807973u);
  for (int i = 0; i < 1000; ++i) {
    const double x = draw.uniform(2, 3);
    CHECK((x >= 2 && x < 3));
    const auto k = draw.integer(-1, 1);
    CHECK((k >= -1 && k <= 1));
  }
}
BOOST_AUTO_TEST_CASE(observations_are_exact) {
  std::ostringstream out;
  Emit emit(out);
  emit.next_case("all types");
  emit.tolerance(0, 0.5);
  emit(0.1f);
  emit.all(std::vector<int>{-3});
  emit("a b%");
  emit.attempt([] { throw std::invalid_argument("no"); });
  CHECK(out.str() ==
        "case 1 all types\ntolerance 0x0p+0 0x1p-1\n"
        "f64 0x1.99999ap-4\ni64 1\ni64 -3\nstr a%20b%25\n"
        "throws invalid_argument\n");
}

// Ask every probe with three seeds
std::string ask(const std::string& program, const std::string& id,
                const std::string& seed) {
  return run("echo " + seed + " | '" + program + "' " + id).output;
}
// Check the streams of one exercise
void check(const std::string& program, const std::string& id) {
  const std::string stream = ask(program, id, "1");
  const std::string other = ask(program, id, "2");
  const auto body = stream.find('\n');
  CHECK(stream == ask(program, id, "1"), id + ": same seed");
  CHECK(stream.substr(body) != other.substr(body),
        id + ": another seed must ask something else");
  CHECK(stream.starts_with("probe " + id + " 1\ncase 1 "), stream);
  CHECK(stream.ends_with("\nend " + id + "\n"), stream);
  CHECK(stream.find("not_implemented") == std::string::npos, id);
}

BOOST_AUTO_TEST_CASE(streams_follow_their_seed) {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  for (int i = 1; i < suite.argc; ++i) {
    const std::string program = suite.argv[i];
    std::istringstream ids(run("'" + program + "'").output);
    for (std::string id; std::getline(ids, id);) check(program, id);
  }
}
