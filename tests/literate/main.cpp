// Boost's own main would have to be chosen before its header, which is compiled once for all tests.
#include <boost/test/unit_test.hpp>

int main(int count, char* words[]) {
  return boost::unit_test::unit_test_main([] {
    boost::unit_test::framework::master_test_suite().p_name.value = "literate";
    return true;
  }, count, words);
}
