// The same bytes as the list of chapters and as an edition.
#include "literate/read/order.hpp"
#include "literate/edition/edition_file.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Repository repository;
  repository.write("chapters/order.toml", text_of(data, size));
  refuse_or([] { tito::literate::read_order(repository.path()); });
  refuse_or([] { tito::literate::read_edition(repository.path() / "chapters/order.toml"); });
  return 0;
}
