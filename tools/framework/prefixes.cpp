#include "framework/prefixes.hpp"

#include "framework/stamps.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

/// With `tangled/` in `root`, the compiler is told of `../../tangled/` from each of these folders.
Tested test_tree(const fs::path& root, const fs::path& tree) {
  const Build build{tree, root / "build/framework-strict", {}};
  compile_strictly(build);
  return test_build(build);
}

}  // namespace

Tested test_framework(const Workspace& workspace) { return test_tree(workspace.root(), workspace.framework()); }

Tested test_prefix(const Workspace& workspace, const std::string& chapter) {
  const auto tree = literate::texts(literate::tangle(literate::read_book(workspace.root(), chapter)));
  return unless_passed(fingerprint(tree, {"every target, warnings as errors"}), [&] {
    const fs::path root = workspace.build() / "test" / ("through_" + chapter);
    write_tree(root / "tangled", tree, true);
    return test_tree(root, root / "tangled");
  });
}

}  // namespace tito
