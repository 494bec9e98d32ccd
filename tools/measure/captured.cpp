#include "measure/captured.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <fstream>
#include <thread>

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

std::string machine() {
  std::ifstream info("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) model = line.substr(line.find(':') + 2);
  return fmt::format("{}, {} cores", model, std::thread::hardware_concurrency());
}

}  // namespace

const std::string& compiler() {
  static const std::string text = run({{"c++", "--version"}}).output;
  static const std::string name = text.substr(0, text.find('\n'));
  return name;
}

Captured::Captured(const Workspace& workspace) : folder_(workspace.build() / "outputs") {}

std::string Captured::read(const std::string& name) const { return read_if_exists(folder_ / name).value_or(""); }

nlohmann::json Captured::facts(const std::string& id) const {
  auto facts = nlohmann::json::parse(read(id + ".json"), nullptr, false);
  if (!facts.is_object()) facts = nlohmann::json::object();
  return facts;
}

void Captured::keep(const Files& files) const { write_tree(folder_, files, false); }

void Captured::keep(const std::string& id, const nlohmann::json& facts) const { keep({{id + ".json", facts.dump(2) + "\n"}}); }

nlohmann::json facts_of_today(const std::string& id, const std::string& program, const std::string& key) {
  return {{"id", id},
          {"program", program},
          {"machine", machine()},
          {"compiler", compiler()},
          {"date", fmt::format("{:%Y-%m-%d}", fmt::localtime(std::time(nullptr)))},
          {"key", key}};
}

}  // namespace tito
