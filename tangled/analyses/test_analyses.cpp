// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <string>

#include "check.hpp"
#include "run.hpp"

BOOST_AUTO_TEST_CASE(all_analyses_run) {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  REQUIRE(suite.argc == 2, "give the program after --");
  const std::string program = std::string("'") + suite.argv[1] + "'";
  const tt::test::Ran ran = tt::test::run(program + " --quick --all");
  CHECK(ran.status == 0, ran.output);
  CHECK(tt::test::run(program + " no-such-id").status == 2);
}
