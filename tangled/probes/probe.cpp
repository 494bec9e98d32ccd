// Tangled from chapters/00_setup.nw: edit that, not this file.
#include "probe.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>

namespace tt {
// Draw numbers from a seed
std::uint64_t Draw::bits() {
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
// Turn random bits into numbers
std::int64_t Draw::integer(std::int64_t low, std::int64_t high) {
  const auto span = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(bits() % span);
}

double Draw::uniform(double low, double high) {
  const double unit = static_cast<double>(bits() >> 11) * 0x1p-53;
  return low + (high - low) * unit;
}
// Draw lists of numbers
std::vector<double> Draw::uniforms(Index count, double low, double high) {
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& value : values) value = uniform(low, high);
  return values;
}

std::vector<real> Draw::reals(Index count, double low, double high) {
  std::vector<real> values(static_cast<std::size_t>(count));
  for (real& x : values) x = static_cast<real>(uniform(low, high));
  return values;
}

// Write observations
void Emit::line(std::string_view type, std::string_view text) {
  out_ << type << ' ' << text << std::endl;
}

void Emit::next_case(std::string_view title) {
  line("case", std::to_string(++cases_) + ' ' + std::string(title));
}

void Emit::integer(std::int64_t i) { line("i64", std::to_string(i)); }
// Write a number without rounding it
namespace {
std::string hexadecimal(double x) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", x);
  return text;
}
}  // namespace

void Emit::number(double x) { line("f64", hexadecimal(x)); }

void Emit::tolerance(double absolute, double relative) {
  line("tolerance", hexadecimal(absolute) + ' ' + hexadecimal(relative));
}
// Write text on one line
void Emit::operator()(std::string_view message) {
  std::string escaped;
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    char code[8];
    std::snprintf(code, sizeof code, "%%%02X", byte);
    const bool visible = byte > ' ' && byte < 0x7f && c != '%';
    escaped += visible ? std::string(1, c) : std::string(code);
  }
  line("str", escaped);
}

// Answer one question of the grader
int run_probes(int argc, const char* const* argv,
               std::initializer_list<Probe> probes) {
  // List the exercises when none is named
  if (argc != 2) {
    for (const Probe& probe : probes) std::cout << probe.exercise << '\n';
    return 0;
  }
  const std::string id = argv[1];
  const auto* probe = std::find_if(
      probes.begin(), probes.end(),
      [&](const Probe& p) { return id == p.exercise; });
  std::uint64_t seed = 0;
  if (probe == probes.end() || !(std::cin >> seed)) {
    std::cerr << "usage: PROGRAM EXERCISE, and a seed on standard input\n";
    return 2;
  }
  // Write the stream of one probe
  Emit emit(std::cout);
  Draw draw(seed);
  emit.line("probe", id + ' ' + std::to_string(seed));
  emit.attempt([&] { probe->run(draw, emit); });
  emit.line("end", id);
  return 0;
}
}  // namespace tt
