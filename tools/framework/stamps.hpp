// What an identical tree has passed before is not repeated.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "framework/meson_tests.hpp"

namespace tito {

/// Of everything that a tree's tests depend on: its files, the options of its build, the compiler, Meson, Boost, and this program, which
/// builds it and counts.
std::string fingerprint(const std::map<std::string, std::string>& tree, const std::vector<std::string>& options);

/// Does `work` and keeps what it came to in the user's cache when nothing failed, unless the cache holds that for `key`. A failure is never
/// kept. TITO_CACHE is the folder of the cache; by default it is `tito` in the folder where programs keep their caches.
Tested unless_passed(const std::string& key, const std::function<Tested()>& work);

}  // namespace tito
