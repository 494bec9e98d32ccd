// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// What every test file includes and never changes, compiled once.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>
