// One target is one parser; libFuzzer's name for the entry, so that clang's fuzzer can drive the same files.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "../literate/literate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// Writes over a file. One that is emptied and closed is at once put on the disk by some file systems, and thousands of inputs
/// would wait for that.
inline void write_over(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary | std::ios::app).close();  // makes it
  std::fstream(file, std::ios::binary | std::ios::in | std::ios::out) << text;
  std::filesystem::resize_file(file, text.size());
}

/// A repository that lives as long as the process.
class Repository {
 public:
  Repository() {
    std::string name = (std::filesystem::temp_directory_path() / "tito-fuzz.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
    std::filesystem::create_directories(path_ / "chapters");
  }
  ~Repository() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& file, std::string_view text) const { write_over(path_ / file, text); }

 private:
  std::filesystem::path path_;
};

/// Runs `parse`. A refusal must say something; any exception but a Failure ends the process, and so fails the test.
template <typename Parse>
void refuse_or(Parse parse) {
  try {
    parse();
  } catch (const tito::Failure& failure) {
    if (failure.problems.empty() || failure.problems.front().message.empty()) std::abort();
  }
}
