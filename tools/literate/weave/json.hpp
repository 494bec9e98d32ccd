// Writing JSON without building it first: weaving a book is mostly this.
#pragma once

#include <string>
#include <string_view>

namespace tito::literate {

class JsonWriter {
 public:
  void open(char bracket);
  void close(char bracket);
  void key(std::string_view name);
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(int number) { scalar(std::to_string(number)); }
  void value(bool flag) { scalar(flag ? "true" : "false"); }
  void null() { scalar("null"); }

  template <typename Value>
  void member(std::string_view name, const Value& content) {
    key(name);
    value(content);
  }

  /// Puts the next value on a line of its own, so that a change shows as the lines that changed.
  void break_line() { break_due_ = true; }

  std::string finish() &&;

 private:
  void scalar(std::string_view text);
  void separate();
  void append_quoted(std::string_view text);

  std::string text_;
  bool separator_due_ = false, break_due_ = false;
};

}  // namespace tito::literate
