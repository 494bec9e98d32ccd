#include "support/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "support/problem.hpp"

namespace tito {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_to_read(const fs::path& file, int error) {
  const std::string_view advice = error == ENOENT || error == ENOTDIR ? "; bring it back"
                                  : error == EACCES || error == EPERM ? "; check who may read it"
                                                                      : "; see what is wrong with it";
  throw Failure({file.string()}, fmt::format("cannot be read: {}{}", std::strerror(error), advice));
}

/// An open file that is closed with this.
class Reader {
 public:
  /// Does not wait for somebody to write, as the opening of a FIFO would.
  explicit Reader(const fs::path& file) : file_(file), descriptor_(open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)), error_(errno) {}
  ~Reader() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool is_missing() const { return descriptor_ < 0 && error_ == ENOENT; }

  std::string read_all() const {
    if (descriptor_ < 0) fail_to_read(file_, error_);
    const fs::file_status status = fs::status(file_);
    if (!fs::is_regular_file(status)) throw Failure({file_.string()}, fmt::format("is {}, not a file; move it away", what_is(status)));
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
      const ssize_t count = read(descriptor_, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail_to_read(file_, errno);
      if (count == 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  const fs::path& file_;
  int descriptor_, error_;
};

}  // namespace

std::string read_file(const fs::path& file) { return Reader(file).read_all(); }

std::optional<std::string> read_if_exists(const fs::path& file) {
  const Reader reader(file);
  if (reader.is_missing()) return std::nullopt;
  return reader.read_all();
}

std::string read_below(const fs::path& tree, const fs::path& path) {
  if (const auto link = link_below(tree, path)) throw Failure({(tree / *link).string()}, "is a link, which may lead anywhere; put there what it leads to");
  return read_file(tree / path);
}

std::optional<fs::path> link_below(const fs::path& tree, const fs::path& path) {
  fs::path here;
  for (const fs::path& part : path) {
    here /= part;
    if (fs::is_symlink(fs::symlink_status(tree / here))) return here;
  }
  return std::nullopt;
}

std::string_view what_is(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::regular: return "a file";
    case fs::file_type::directory: return "a folder";
    case fs::file_type::symlink: return "a link";
    case fs::file_type::fifo: return "a FIFO";
    case fs::file_type::socket: return "a socket";
    case fs::file_type::block:
    case fs::file_type::character: return "a device";
    default: return "nothing known";
  }
}

std::string sha256(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace tito
