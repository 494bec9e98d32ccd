#include "literate/weave/json.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tito::literate {

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  separator_due_ = false;
}

void JsonWriter::close(char bracket) {
  text_ += bracket;
  separator_due_ = true;
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(name);
  text_ += ": ";
  separator_due_ = false;
}

void JsonWriter::value(std::string_view text) {
  separate();
  append_quoted(text);
}

void JsonWriter::scalar(std::string_view text) {
  separate();
  text_ += text;
}

std::string JsonWriter::finish() && {
  text_ += '\n';
  return std::move(text_);
}

// A comma is due after every value but the last one of a bracket.
void JsonWriter::separate() {
  if (separator_due_) text_ += break_due_ ? "," : ", ";
  if (break_due_) text_ += '\n';
  separator_due_ = true;
  break_due_ = false;
}

void JsonWriter::append_quoted(std::string_view text) {
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') text_ += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      fmt::format_to(std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned>(c));
    else
      text_ += c;
  }
  text_ += '"';
}

}  // namespace tito::literate
