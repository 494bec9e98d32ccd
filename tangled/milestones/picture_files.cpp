// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "pictures.hpp"

namespace tt::milestone {
namespace {
using Bytes = std::vector<unsigned char>;
namespace fs = std::filesystem;
// Find a data set
std::optional<fs::path> folder(const char* name) {
  const char* data = std::getenv("TINYTORCH_DATA");
  if (!data || !fs::is_directory(fs::path(data) / name)) return {};
  return fs::path(data) / name;
}
/// The path itself, or with ".gz" behind it, whichever is there.
fs::path plain_or_packed(fs::path path) {
  if (!fs::exists(path)) path += ".gz";
  return path;
}
[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + ": " + why +
                           "; fetch it again, or unset TINYTORCH_DATA");
}
// Read a file, compressed or not
Bytes read_file(const fs::path& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) refuse(path, "cannot be opened");
  Bytes bytes, block(1 << 20);
  int n = 0;
  while ((n = gzread(file, block.data(), 1 << 20)) > 0)
    bytes.insert(bytes.end(), block.begin(), block.begin() + n);
  if (gzclose(file) != Z_OK || n < 0) refuse(path, "ends too early");
  return bytes;
}
// Read an IDX file
/// What follows the header: `count` items of the size that `kind`, the
/// last byte of the magic number, stands for.
Bytes read_idx(const fs::path& path, unsigned char kind, std::size_t each) {
  Bytes bytes = read_file(path);
  const std::size_t head = 4 + std::size_t{4} * kind;
  if (bytes.size() < head || bytes[2] != 8 || bytes[3] != kind)
    refuse(path, "is no IDX file of this kind");
  std::size_t count = 0;
  for (std::size_t i = 4; i < 8; ++i) count = 256 * count + bytes[i];
  if (bytes.size() != head + count * each) refuse(path, "has a wrong size");
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<Index>(head));
  return bytes;
}
// Make pictures of bytes
Pictures pictures(const Bytes& pixels, const Bytes& labels, Shape shape,
                  const std::string& source) {
  shape.insert(0, std::ssize(labels));
  Pictures all{Tensor::empty(shape), {labels.begin(), labels.end()},
               source};
  if (all.images.numel() != std::ssize(pixels))
    throw std::runtime_error(source + ": not as many labels as pictures");
  for (const std::int32_t label : all.labels)
    if (label > 9) throw std::runtime_error(source + ": a label above 9");
  for (std::size_t i = 0; i < pixels.size(); ++i)
    all.images.data()[i] = real(pixels[i]) / 255;
  return all;
}
/// Training pictures without those that are held out, or only those.
Pictures part_of(const Pictures& all, Part part) {
  const Index n = std::ssize(all.labels), kept = n - n / 6;
  return part == Part::training ? slice(all, 0, kept)
                                : slice(all, kept, n - kept);
}
}  // namespace
// Read the digits of MNIST
std::optional<Pictures> mnist(Part part) {
  const auto found = folder("mnist");
  if (!found) return {};
  const auto file = [&](const std::string& name) {
    return plain_or_packed(*found / name);
  };
  const bool test = fs::exists(file("t10k-images-idx3-ubyte"));
  const std::string set = test && part == Part::held_out ? "t10k" : "train";
  const Pictures all = pictures(
      read_idx(file(set + "-images-idx3-ubyte"), 3, 28 * 28),
      read_idx(file(set + "-labels-idx1-ubyte"), 1, 1), {28, 28}, "MNIST");
  return test ? all : part_of(all, part);
}
Pictures digits(Part part, Index drawn) {
  if (auto real_ones = mnist(part)) return *std::move(real_ones);
  Generator g(part == Part::training ? 1 : 2);
  return draw_digits(drawn, g);
}
// Read the photographs of CIFAR-10
std::optional<Pictures> cifar10(Part part) {
  const auto found = folder("cifar10");
  if (!found) return {};
  const bool test = fs::exists(*found / "test_batch.bin");
  Bytes pixels, labels;
  for (const std::string name : {"1", "2", "3", "4", "5", "test"}) {
    if ((name == "test") != (test && part == Part::held_out)) continue;
    const fs::path path = *found / (name == "test" ? "test_batch.bin"
                                                   : "data_batch_" + name +
                                                         ".bin");
    const Bytes bytes = read_file(path);
    if (bytes.size() % 3073 != 0) refuse(path, "has a wrong size");
    for (std::size_t i = 0; i < bytes.size(); i += 3073) {
      const auto record = bytes.begin() + static_cast<Index>(i);
      labels.push_back(*record);
      pixels.insert(pixels.end(), record + 1, record + 3073);
    }
  }
  const Pictures all = pictures(pixels, labels, {3, 32, 32}, "CIFAR-10");
  return test ? all : part_of(all, part);
}
// Choose among pictures
Pictures slice(const Pictures& all, Index start, Index count) {
  const auto first = all.labels.begin() + start;
  return {all.images.narrow(0, start, count),
          {first, first + count}, all.source};
}
}  // namespace tt::milestone
