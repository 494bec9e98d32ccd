// Reading TOML files strictly: every problem has its place, every unknown key is one.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <initializer_list>
#include <string_view>

#include "support/problem.hpp"

namespace tito::literate {

/// One table of a file, read key by key.
class Settings {
 public:
  Settings(const toml::table& table, const std::string& file, Problems& problems) : table_(table), file_(file), problems_(problems) {}

  Place place() const { return place_of(table_); }
  Place place_of(const toml::node& node) const;
  void allow(std::initializer_list<std::string_view> keys) const;
  bool has(std::string_view key) const { return table_.contains(key); }

  /// Each leaves `value` as it is when the key is absent, and says so when it has another type.
  void read(std::string_view key, std::string& value) const;
  void read(std::string_view key, bool& value) const;
  void read(std::string_view key, int& value) const;
  void read(std::string_view key, std::vector<std::string>& value) const;
  std::vector<Settings> tables(std::string_view key) const;

  /// Says so when one of the keys is absent.
  void require(std::initializer_list<std::string_view> keys) const;

 private:
  void wrong_type(std::string_view key, std::string_view type) const;

  const toml::table& table_;
  const std::string& file_;
  Problems& problems_;
};

/// Parses `path`, called `file` in messages; throws a located Failure when it cannot be read or is no TOML.
toml::table parse_toml(const std::filesystem::path& path, const std::string& file);

}  // namespace tito::literate
