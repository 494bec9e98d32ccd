// What C++ code leaves open at the end of a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tito::literate {

/// Follows code line by line: nothing may be put into a raw string, a macro's arguments or a continued line.
class OpenConstruct {
 public:
  void read(std::string_view line);

  /// The construct that is open after the lines read so far, or null.
  const char* name() const;

 private:
  std::size_t read_token(std::string_view line, std::size_t at);
  std::size_t read_raw_string(std::string_view line, std::size_t at);
  std::size_t read_word(std::string_view line, std::size_t at);

  std::string raw_end_;  // what closes the open raw string
  int macro_depth_ = 0;  // parentheses open since a macro's own
  bool continued_ = false;
};

}  // namespace tito::literate
