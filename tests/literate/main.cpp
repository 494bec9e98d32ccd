#define BOOST_TEST_MODULE literate
#include <boost/test/unit_test.hpp>
