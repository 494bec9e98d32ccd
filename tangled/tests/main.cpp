// Tangled from chapters/00_setup.nw: edit that, not this file.
#define BOOST_TEST_MODULE TinyTorch
#include <boost/test/unit_test.hpp>
