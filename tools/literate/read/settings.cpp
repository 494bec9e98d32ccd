#include "literate/read/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"
#include "support/files.hpp"

namespace tito::literate {

Place Settings::place_of(const toml::node& node) const {
  const toml::source_position& begin = node.source().begin;
  return {file_, static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

void Settings::allow(std::initializer_list<std::string_view> keys) const {
  const std::vector<std::string_view> known(keys);
  for (const auto& [key, value] : table_)
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      problems_.add({file_, static_cast<int>(key.source().begin.line), static_cast<int>(key.source().begin.column)},
                    fmt::format("unknown key `{}`{}", key.str(), did_you_mean(key.str(), known)));
}

void Settings::require(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys)
    if (!has(key)) problems_.add(place(), fmt::format("`{}` is missing; add it", key));
}

void Settings::wrong_type(std::string_view key, std::string_view type) const {
  problems_.add(place_of(*table_.get(key)), fmt::format("`{}` is something else; write {}", key, type));
}

void Settings::read(std::string_view key, std::string& value) const {
  if (!has(key)) return;
  if (const auto text = table_[key].value_exact<std::string>())
    value = *text;
  else
    wrong_type(key, "a string");
}

void Settings::read(std::string_view key, bool& value) const {
  if (!has(key)) return;
  if (const auto flag = table_[key].value_exact<bool>())
    value = *flag;
  else
    wrong_type(key, "true or false");
}

void Settings::read(std::string_view key, int& value) const {
  if (!has(key)) return;
  const auto number = table_[key].value_exact<std::int64_t>();
  if (number && *number >= 0 && *number <= 1'000'000)
    value = static_cast<int>(*number);
  else
    wrong_type(key, "a whole number, at least 0");
}

void Settings::read(std::string_view key, std::vector<std::string>& value) const {
  if (!has(key)) return;
  const toml::array* array = table_[key].as_array();
  if (array == nullptr) return wrong_type(key, "a list of strings");
  value.clear();
  for (const toml::node& item : *array) {
    if (const auto text = item.value_exact<std::string>())
      value.push_back(*text);
    else
      problems_.add(place_of(item), fmt::format("`{}` holds something else; write strings only", key));
  }
}

std::vector<Settings> Settings::tables(std::string_view key) const {
  std::vector<Settings> tables;
  if (!has(key)) return tables;
  const toml::array* array = table_[key].as_array();
  if (array == nullptr || !array->is_array_of_tables()) {
    wrong_type(key, fmt::format("it as tables, `[[{}]]`", key));
    return tables;
  }
  for (const toml::node& item : *array) tables.emplace_back(*item.as_table(), file_, problems_);
  return tables;
}

toml::table parse_toml(const std::filesystem::path& path, const std::string& file) {
  const std::optional<std::string> text = read_if_exists(path);
  if (!text) throw Failure({file}, "cannot be read; does it exist?");
  try {
    return toml::parse(*text, file);
  } catch (const toml::parse_error& error) {
    const toml::source_position& begin = error.source().begin;
    throw Failure({file, static_cast<int>(begin.line), static_cast<int>(begin.column)},
                  fmt::format("{}; correct it here or above", error.description()));
  }
}

}  // namespace tito::literate
