// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/checkpoint.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include <tinytorch/error.hpp>
#include <tinytorch/init.hpp>
#include <tinytorch/pieces.hpp>
#include <tinytorch/safetensors.hpp>
#include <tinytorch/view.hpp>

namespace tt {
namespace {
// Name the parts of a checkpoint
constexpr std::uint64_t version = 1;

void append(StateDict& file, const std::string& prefix,
            const StateDict& state) {
  for (const auto& [name, tensor] : state)
    file.emplace_back(prefix + name, tensor);
}
/// The entries whose names begin with the prefix, without it.
StateDict part(const StateDict& file, const std::string& prefix) {
  StateDict state;
  for (const auto& [name, tensor] : file)
    if (name.starts_with(prefix))
      state.emplace_back(name.substr(prefix.size()), tensor);
  return state;
}
std::vector<Generator*> with_default(std::vector<Generator*> generators) {
  generators.insert(generators.begin(), &default_generator());
  return generators;
}
// Bring a file to the disk
/// Waits until a file, or the names in a folder, are on the disk.
bool flush(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = fsync(file) == 0;
  close(file);
  return done;
}
// Read the numbers of a checkpoint
std::uint64_t number(const StateDict& file, const std::string& name) {
  if (const Tensor* pieces = find(file, name))
    return from_pieces(name, *pieces);
  throw std::invalid_argument(name + " is missing; this is no checkpoint");
}
Index count(const StateDict& file, const std::string& name) {
  const std::uint64_t bits = number(file, name);
  if (bits >> 63) throw std::invalid_argument(name + " is out of range");
  return static_cast<Index>(bits);
}
std::vector<Generator> read_generators(const StateDict& file,
                                       std::size_t wanted) {
  const std::size_t found = part(file, "generator.").size();
  if (found != wanted)
    throw std::invalid_argument(
        "it has " + std::to_string(found) + " generators, the default " +
        "one included; needs " + std::to_string(wanted));
  std::vector<Generator> all;
  for (std::size_t i = 0; i < found; ++i)
    all.emplace_back(number(file, "generator." + std::to_string(i)));
  return all;
}
}  // namespace
// Save a checkpoint
void save_checkpoint(const std::string& path, const Trainer& trainer,
                     const std::vector<Generator*>& generators) {
  StateDict file = {
      {"checkpoint.version", to_pieces(version)},
      {"checkpoint.step", to_pieces(std::uint64_t(trainer.step()))},
      {"checkpoint.epoch", to_pieces(std::uint64_t(trainer.epoch()))}};
  Index number = 0;
  for (const Generator* g : with_default(generators))
    file.emplace_back("generator." + std::to_string(number++),
                      to_pieces(g->state()));
  append(file, "model.", trainer.module().state_dict());
  append(file, "optimizer.", trainer.optimizer().state_dict());
  // Write it beside the old one and rename
  const std::string fresh = path + ".new";
  std::error_code failed;
  save_safetensors(file, fresh);
  if (flush(fresh)) std::filesystem::rename(fresh, path, failed);
  else failed = std::make_error_code(std::errc::io_error);
  if (failed)
    throw std::runtime_error("save_checkpoint: cannot write " + path + ": " +
                             failed.message());
  const auto folder = std::filesystem::path(path).parent_path();
  flush(folder.empty() ? "." : folder.string());
}
// Restore all or nothing
void restore(const nn::Module& model, optim::Optimizer& optimizer,
             const StateDict& model_state,
             const StateDict& optimizer_state) {
  //@begin exercise training-restore
  StateDict before;
  for (const auto& [name, tensor] : model.state_dict())
    before.emplace_back(name, tensor.clone());
  model.load_state_dict(model_state);
  try {
    optimizer.load_state_dict(optimizer_state);
  } catch (...) {
    model.load_state_dict(before);
    throw;
  }
  //@end exercise training-restore
}
// Load a checkpoint
void load_checkpoint(const std::string& path, Trainer& trainer,
                     const std::vector<Generator*>& generators) try {
  const StateDict file = load_safetensors(path);
  const std::uint64_t found = number(file, "checkpoint.version");
  if (found != version)
    throw std::invalid_argument("it has version " + std::to_string(found) +
                                "; needs " + std::to_string(version));
  const Index step = count(file, "checkpoint.step");
  const Index epoch = count(file, "checkpoint.epoch");
  const std::vector<Generator*> to = with_default(generators);
  const std::vector<Generator> from = read_generators(file, to.size());
  restore(trainer.module(), trainer.optimizer(), part(file, "model."),
          part(file, "optimizer."));
  trainer.resume_at(step, epoch);
  for (std::size_t i = 0; i < to.size(); ++i) *to[i] = from[i];
} catch (const std::invalid_argument& e) {
  throw std::invalid_argument("load_checkpoint: " + path + ": " + e.what());
}
}  // namespace tt
