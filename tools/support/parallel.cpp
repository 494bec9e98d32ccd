#include "support/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace tito {

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::future<void>> workers;
  const std::size_t processors = std::max(1u, std::thread::hardware_concurrency());
  for (std::size_t i = 0; i < std::min(count, processors); ++i) workers.push_back(std::async(std::launch::async, take));
  for (auto& worker : workers) worker.wait();
  for (auto& worker : workers) worker.get();
}

}  // namespace tito
