// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// The probe protocol: what a grader asks, and how a program answers.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <tinytorch/error.hpp>
#include <tinytorch/types.hpp>

namespace tt {
// Numbers drawn from a seed
/// Draws the inputs of a probe. The same seed gives the same numbers on
/// every machine and with every standard library.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  /// 64 random bits.
  std::uint64_t bits();
  /// A whole number from `low` to `high`, both included.
  std::int64_t integer(std::int64_t low, std::int64_t high);
  /// A number from `low` to below `high`.
  double uniform(double low, double high);
  /// `count` numbers from `low` to below `high`.
  std::vector<double> uniforms(Index count, double low, double high);
  std::vector<real> reals(Index count, double low, double high);

 private:
  std::uint64_t state_;
};

// Observations, one on a line
/// Writes what a probe observes.
class Emit {
 public:
  explicit Emit(std::ostream& out) : out_(out) {}

  /// Begins a case; `title` says in words what is asked.
  void next_case(std::string_view title);
  /// From here on, numbers agree that differ by at most
  /// absolute + relative * |expected|. At first they must be equal.
  void tolerance(double absolute, double relative);
  // Observing a value
  /// Writes one observation, exactly.
  void operator()(std::floating_point auto x) { number(x); }
  void operator()(std::integral auto i) {
    integer(static_cast<std::int64_t>(i));
  }
  void operator()(std::string_view text);
  void number(double x);
  void integer(std::int64_t i);
  /// Writes a list: how many values there are, then each of them.
  template <class T>
  void all(const std::vector<T>& values) {
    integer(std::ssize(values));
    for (const T& value : values) (*this)(value);
  }
  // Observing whether something throws
  /// Calls `f`; when it throws, writes the kind of the exception.
  template <std::invocable F>
  void attempt(F&& f) {
    try {
      f();
    } catch (const NotImplemented&) {
      line("throws", "not_implemented");
    } catch (const std::invalid_argument&) {
      line("throws", "invalid_argument");
    } catch (const std::out_of_range&) {
      line("throws", "out_of_range");
    } catch (const std::exception&) {
      line("throws", "exception");
    }
  }
  /// Writes a line of the protocol: a type, and what belongs to it.
  void line(std::string_view type, std::string_view text);

 private:
  std::ostream& out_;
  int cases_ = 0;
};

// A probe and the program that runs it
/// What is observed of one exercise.
struct Probe {
  const char* exercise;
  void (*run)(Draw& draw, Emit& emit);
};

/// The main function of a program of probes. Called with the id of an
/// exercise it reads a seed, decimal, from standard input and writes the
/// stream; without one it lists the exercises. Returns the exit status:
/// 2 for an exercise that it does not have and for a missing seed.
int run_probes(int argc, const char* const* argv,
               std::initializer_list<Probe> probes);
}  // namespace tt
