// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <tinytorch/memory.hpp>
#include <tinytorch/timing.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "probe.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    // Probes of this chapter's exercises
    {"setup-median",
     [](Draw& draw, Emit& emit) {
       // Probe: setup-median
       for (Index count = 1; count <= 12; ++count) {
         emit.next_case("median of " + std::to_string(count));
         emit.tolerance(0, 1e-15);
         const auto samples = draw.uniforms(count, -1, 1);
         emit.attempt([&] { emit(median(samples)); });
       }
       emit.next_case("equal samples");
       emit.attempt([&] { emit(median(std::vector<double>(4, 0.25))); });
       emit.next_case("no samples");
       emit.attempt([&] { emit(median({})); });
     }},
    {"setup-repeats",
     [](Draw& draw, Emit& emit) {
       // Probe: setup-repeats
       const auto ask = [&](double once, double resolution, double error) {
         emit.next_case("repeats");
         emit.attempt([&] { emit(repeats(once, resolution, error)); });
       };
       double scale = 1e-9;
       for (int i = 0; i < 20; ++i, scale *= 3)
         ask(scale * draw.uniform(1, 3), 1e-8 * draw.uniform(1, 9), 0.01);
       for (const double once : {0.0, 0x1p-1070, 0.25, 0.5, 2.0, 0x1p60})
         for (const double resolution : {0.0, 0.125, 1.0})
           ask(once, resolution, 0x1p-6);
       const double bad[] = {-1, 0, 1, INFINITY, NAN};
       for (int i = 0; i < 3; ++i)
         for (const double b : bad)
           ask(i == 0 ? b : 1, i == 1 ? b : 1, i == 2 ? b : 1);
     }},
    {"setup-peak-memory",
     [](Draw& draw, Emit& emit) {
       // Probe: setup-peak-memory
       using memory::Event;
       for (int length = 0; length <= 60; length += 6) {
         // Draw a log that makes sense
         std::vector<Event> log;
         std::vector<bool> alive(8);
         for (int i = 0; i < length; ++i) {
           const auto b = static_cast<std::size_t>(draw.integer(0, 7));
           const int name = static_cast<int>(b);
           if (alive[b]) log.push_back({Event::release, name});
           else log.push_back({Event::acquire, name, draw.integer(0, 1000)});
           alive[b] = !alive[b];
         }
         const auto ask = [&](const char* title) {
           emit.next_case(title);
           emit.attempt([&] { emit(memory::peak_of(log)); });
         };
         ask("sound log");
         log.push_back({Event::release, 99});
         ask("released, not alive");
         log.back() = {Event::acquire, 98, -1};
         ask("negative size");
         log.back() = {Event::acquire, 97, 1};
         log.push_back(log.back());
         ask("acquired twice");
       }
     }},
  });
}
