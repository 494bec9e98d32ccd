// What the book shows of programs that ran: kept in build/outputs until what they were made from changes.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "support/json.hpp"

namespace tito {

using Files = std::map<std::string, std::string>;  // name -> bytes

/// The first line of what the C++ compiler says of itself.
const std::string& compiler();

class Captured {
 public:
  explicit Captured(const Workspace& workspace);

  const fs::path& folder() const { return folder_; }
  bool has(const std::string& name) const { return fs::exists(folder_ / name); }
  std::string read(const std::string& name) const;
  /// What is kept of `id`; an empty object when that is nothing, or no JSON.
  nlohmann::json facts(const std::string& id) const;
  /// Whether `id` was made from what `key` is a hash of.
  bool holds(const std::string& id, const std::string& key) const { return facts(id).value("key", "") == key; }
  /// Writes files; none is ever half-written.
  void keep(const Files& files) const;
  void keep(const std::string& id, const nlohmann::json& facts) const;

 private:
  fs::path folder_;
};

/// Machine, compiler and day, for what is captured now.
nlohmann::json facts_of_today(const std::string& id, const std::string& program, const std::string& key);

}  // namespace tito
