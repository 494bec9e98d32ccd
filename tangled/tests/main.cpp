// Tangled from chapters/00_setup.nw: edit that, not this file.
#define BOOST_TEST_MODULE TinyTorch
#include <boost/test/execution_monitor.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/test/unit_test_monitor.hpp>
#include <string>

#include <tinytorch/error.hpp>

#include "check.hpp"

namespace tt::test {
// Report an exercise that is not written at its own line
namespace {
[[noreturn]] void report_unwritten(const NotImplemented& missing) {
  static std::string text;
  text = missing.what();
  using boost::execution_exception;
  throw execution_exception(
      execution_exception::cpp_exception_error, text,
      execution_exception::location(
          missing.file(), static_cast<std::size_t>(missing.line())));
}
struct Counter : boost::unit_test::test_observer {
  void test_unit_finish(const boost::unit_test::test_unit&,
                        unsigned long) override { end_of_case(); }
};
struct Harness {
  Harness() {
    static Counter counter;
    boost::unit_test::framework::register_observer(counter);
    boost::unit_test::unit_test_monitor
        .register_exception_translator<NotImplemented>(&report_unwritten);
  }
};
BOOST_TEST_GLOBAL_FIXTURE(Harness);
}  // namespace
}  // namespace tt::test
