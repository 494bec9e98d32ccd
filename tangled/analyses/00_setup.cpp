// Tangled from chapters/00_setup.nw: edit that, not this file.
// Include what the analyses of this chapter use
#include <tinytorch/timing.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "analysis.hpp"

using namespace tt;
using Buffers = std::vector<std::unique_ptr<std::byte[]>>;

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"setup-clock", "What a clock costs and how finely it steps",
     [](Table& table) {
       // Analysis: setup-clock
       table.columns({{"clock", -14}, {"reading ns", 12}, {"step ns", 12},
                      {"100 steps us", 13}});
       const auto study = [&](const char* name, auto read) {
         const double cost = seconds([&] { keep(read()); });
         const double step = smallest_step(read);
         table.row(name, 1e9 * cost, 1e9 * step, 1e6 * step * 100);
       };
       study("steady_clock", now);
       // Study the clock of the calendar
       const auto start = std::chrono::system_clock::now();
       study("system_clock", [&] {
         const auto since = std::chrono::system_clock::now() - start;
         return std::chrono::duration<double>(since).count();
       });
       study("clock()", [] {
         return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
       });
     }},
    {"setup-statistics", "Five rounds of the same 101 timings",
     [](Table& table) {
       // Analysis: setup-statistics
       table.columns({{"round", -9}, {"first us", 11}, {"minimum us", 11},
                      {"median us", 11}, {"mean us", 11}, {"maximum us", 11}});
       const std::vector<double> numbers(50'000, 1.0);
       std::array<std::vector<double>, 5> seen;
       for (const Index round : table.sizes({1, 2, 3, 4, 5})) {
         // Push the numbers out of the cache
         const std::vector<double> other(8'000'000, static_cast<double>(round));
         keep(other.back());
         // Time the same sum 101 times
         std::vector<double> t(101);
         for (double& sample : t) {
           const Stopwatch watch;
           keep(std::accumulate(numbers.begin(), numbers.end(), 0.0));
           sample = 1e6 * watch.seconds();
         }
         const auto [low, high] = std::minmax_element(t.begin(), t.end());
         const double mean = std::accumulate(t.begin(), t.end(), 0.0) / 101;
         const double row[] = {t.front(), *low, median(t), mean, *high};
         for (std::size_t i = 0; i < 5; ++i) seen[i].push_back(row[i]);
         table.row(round, row[0], row[1], row[2], row[3], row[4]);
       }
       // Show how far the rounds lie apart
       const auto spread = [&](std::size_t i) {
         const auto [low, high] =
             std::minmax_element(seen[i].begin(), seen[i].end());
         return 100 * (*high - *low) / *low;
       };
       table.row("spread %", spread(0), spread(1), spread(2), spread(3),
                 spread(4));
     }},
    {"setup-first-touch", "Acquiring a buffer, filling it twice",
     [](Table& table) {
       // Analysis: setup-first-touch
       table.columns({"KiB", "buffers", {"acquire ns", 12}, {"first ns/KiB", 13},
                      {"again ns/KiB", 13}, {"ratio", 8}});
       std::vector<Buffers> kept;
       for (const Index kib : table.sizes({1, 8, 64, 512, 4096, 32768, 262144})) {
         const Index count = std::max<Index>(1, 4096 / kib);
         const auto size = static_cast<std::size_t>(kib * 1024);
         Buffers buffers(static_cast<std::size_t>(count));
         // Acquire all buffers
         const Stopwatch acquiring;
         for (auto& buffer : buffers)
           buffer = std::make_unique_for_overwrite<std::byte[]>(size);
         const double acquire = acquiring.seconds();
         // Fill all buffers and time it
         const auto fill = [&](int value) {
           const Stopwatch watch;
           for (auto& buffer : buffers) {
             std::memset(buffer.get(), value, size);
             keep(buffer[0]);
           }
           return watch.seconds();
         };
         const double first = fill(1), again = fill(2);
         const double n = static_cast<double>(count);
         const double total = n * static_cast<double>(kib);
         table.row(kib, count, 1e9 * acquire / n, 1e9 * first / total,
                   1e9 * again / total, first / again);
         kept.push_back(std::move(buffers));
       }
     }},
  });
}
