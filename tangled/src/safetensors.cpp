// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/safetensors.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>

#include <tinytorch/error.hpp>

namespace tt {
namespace {
static_assert(std::endian::native == std::endian::little);
// Write the header of a file
void append_name(std::string& text, const std::string& name) {
  text += '"';
  for (const char c : name) {
    char code[8];
    if (c >= 0 && c < ' ') {
      std::snprintf(code, sizeof code, "\\u%04x",
                    static_cast<unsigned>(c));
      text += code;
    } else {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
  }
  text += '"';
}
void append_entry(std::string& text, const std::string& name,
                  const Shape& shape, Index begin) {
  const Index end = begin + numel(shape) * Index{sizeof(real)};
  append_name(text, name);
  text += ":{\"dtype\":\"";
  text += sizeof(real) == 4 ? "F32" : "F64";
  text += "\",\"shape\":[";
  for (int d = 0; d < shape.size(); ++d)
    text.append(d ? "," : "").append(std::to_string(shape[d]));
  text.append("],\"data_offsets\":[").append(std::to_string(begin));
  text.append(",").append(std::to_string(end)).append("]}");
}
std::string header(const StateDict& state) {
  std::string text = "{";
  Index at = 0;
  for (const auto& [name, tensor] : state) {
    if (text.size() > 1) text += ',';
    append_entry(text, name, tensor.shape(), at);
    at += tensor.numel() * Index{sizeof(real)};
  }
  text += '}';
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}
// Read the header of a file
struct Entry {
  std::string type;
  Shape shape;
  std::uint64_t begin = 0, end = 0;  // of its bytes, in the data
};
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  std::vector<std::pair<std::string, Entry>> entries();

 private:
  // Read small pieces of JSON
  [[noreturn]] void fail(const std::string& expected) const {
    throw std::invalid_argument("safetensors: byte " + std::to_string(at_) +
                                " of the header: expected " + expected);
  }
  void skip_spaces() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
  }
  bool accept(char c) {
    skip_spaces();
    const bool found = at_ < text_.size() && text_[at_] == c;
    if (found) ++at_;
    return found;
  }
  void expect(char c) {
    if (!accept(c)) fail(std::string(1, c));
  }
  std::uint64_t number() {
    skip_spaces();
    std::uint64_t value = 0;
    const char* end = text_.data() + text_.size();
    const auto [stop, error] =
        std::from_chars(text_.data() + at_, end, value);
    if (error != std::errc() || value >> 62) fail("a whole number");
    at_ = static_cast<std::size_t>(stop - text_.data());
    return value;
  }
  std::string string();
  unsigned code_unit();
  template <class F>
  void members(F f) {  // calls f(key) for every member of an object
    expect('{');
    if (accept('}')) return;
    do {
      const std::string key = string();
      expect(':');
      f(key);
    } while (accept(','));
    expect('}');
  }
  Entry read_entry();
  std::string_view text_;
  std::size_t at_ = 0;
};
unsigned Reader::code_unit() {
  unsigned value = 0;
  const char* from = text_.data() + at_;
  if (text_.size() - at_ < 4 ||
      std::from_chars(from, from + 4, value, 16).ptr != from + 4)
    fail("four hexadecimal digits");
  at_ += 4;
  return value;
}
std::string utf_8(unsigned code) {
  const auto byte = [](unsigned bits) { return static_cast<char>(bits); };
  const auto tail = [&](int shift) {
    return byte(0x80 | (code >> shift & 0x3f));
  };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xc0 | code >> 6), tail(0)};
  if (code < 0x10000) return {byte(0xe0 | code >> 12), tail(6), tail(0)};
  return {byte(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}
std::string Reader::string() {
  constexpr std::string_view letters = "\"\\/bfnrt",
                             meanings = "\"\\/\b\f\n\r\t";
  std::string text;
  expect('"');
  for (; at_ < text_.size() && text_[at_] != '"';) {
    const char c = text_[at_++];
    if (c != '\\') {
      text += c;
    } else if (at_ < text_.size() && text_[at_] == 'u') {
      // Read a character written as an escape
      ++at_;
      unsigned code = code_unit();
      if (code >= 0xd800 && code < 0xdc00 && text_.substr(at_, 2) == "\\u") {
        at_ += 2;
        const unsigned low = code_unit();
        if (low < 0xdc00 || low > 0xdfff) fail("the second half of a pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      }
      if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        fail("a character");
      text += utf_8(code);
    } else {
      const auto letter = at_ < text_.size() ? letters.find(text_[at_])
                                             : std::string_view::npos;
      if (letter == std::string_view::npos) fail("an escape");
      text += meanings[letter];
      ++at_;
    }
  }
  if (at_++ >= text_.size()) fail("\"");
  return text;
}
Entry Reader::read_entry() {
  Entry entry;
  members([&](const std::string& key) {
    if (key == "dtype") {
      entry.type = string();
    } else if (key == "shape") {
      expect('[');
      if (accept(']')) return;
      do entry.shape.insert(entry.shape.size(),
                            static_cast<Index>(number()));
      while (accept(','));
      expect(']');
    } else if (key == "data_offsets") {
      expect('[');
      entry.begin = number();
      expect(',');
      entry.end = number();
      expect(']');
    } else {
      fail("dtype, shape or data_offsets");
    }
  });
  return entry;
}
std::vector<std::pair<std::string, Entry>> Reader::entries() {
  std::vector<std::pair<std::string, Entry>> all;
  members([&](const std::string& name) {
    if (name == "__metadata__")  // free text, which we do not use
      members([&](const std::string&) { string(); });
    else
      all.emplace_back(name, read_entry());
  });
  skip_spaces();
  if (at_ != text_.size()) fail("the end");
  return all;
}
// Read the tensor of one entry
[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw std::invalid_argument("safetensors: tensor \"" + name + "\": " +
                              why);
}
Tensor decode(const std::string& name, const Entry& entry,
              std::span<const char> data) {
  //@begin exercise layers-decode
  const bool narrow = entry.type == "F32";
  if (!narrow && entry.type != "F64")
    refuse(name, "type " + entry.type + " is neither F32 nor F64");
  const std::uint64_t each = narrow ? 4 : 8;
  if (entry.begin > entry.end || entry.end > data.size())
    refuse(name, "its bytes lie outside the file");
  const auto bytes = entry.end - entry.begin;
  const auto count = static_cast<std::uint64_t>(numel(entry.shape));
  if (bytes % each != 0 || bytes / each != count)
    refuse(name, "its bytes do not fill shape " + to_string(entry.shape));
  Tensor out = Tensor::empty(entry.shape);
  const char* from = data.data() + entry.begin;
  for (std::uint64_t i = 0; i < count; ++i, from += each) {
    float single;
    double wide;
    std::memcpy(narrow ? static_cast<void*>(&single) : &wide, from, each);
    out.data()[i] = static_cast<real>(narrow ? single : wide);
  }
  return out;
  //@end exercise layers-decode
}
}  // namespace
// Save tensors
void save_safetensors(const StateDict& state, const std::string& path) {
  const std::string head = header(state), beside = path + ".part";
  std::ofstream file(beside, std::ios::binary);
  const std::uint64_t length = head.size();
  file.write(reinterpret_cast<const char*>(&length), sizeof length);
  file << head;
  for (const auto& [name, tensor] : state) {
    const std::vector<real> numbers = tensor.to_vector();
    file.write(reinterpret_cast<const char*>(numbers.data()),
               std::ssize(numbers) * Index{sizeof(real)});
  }
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(beside, path, failed);
  if (file && !failed) return;
  std::filesystem::remove(beside, failed);
  throw std::runtime_error("safetensors: cannot write " + path);
}
// Load tensors
StateDict load_safetensors(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (!file) throw std::runtime_error("safetensors: cannot read " + path);
  std::uint64_t length = 0;
  if (bytes.size() >= 8) std::memcpy(&length, bytes.data(), 8);
  if (bytes.size() < 8 || length > bytes.size() - 8)
    throw std::invalid_argument("safetensors: " + path +
                                " ends inside its header");
  const std::span<const char> data =
      std::span(bytes).subspan(8 + static_cast<std::size_t>(length));
  StateDict state;
  Reader reader(std::string_view(bytes).substr(8, length));
  for (const auto& [name, entry] : reader.entries()) {
    if (find(state, name)) refuse(name, "it comes twice");
    state.emplace_back(name, decode(name, entry, data));
  }
  return state;
}
}  // namespace tt
