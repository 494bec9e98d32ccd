// A chapter's bytes: the checks of its source, noweb's tokens, the book, its editions and the files that they give.
#include "target.hpp"

namespace {

const Repository& repository() {
  static const Repository made;
  made.write("chapters/order.toml",
             "[[part]]\nnumber = \"I\"\ntitle = \"Part\"\n[[part.chapter]]\nid = \"00_a\"\ntitle = \"Title\"\nminutes = 1\n");
  return made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  repository().write("chapters/00_a.nw", text_of(data, size));
  refuse_or([] {
    const tito::literate::Book book = tito::literate::read_book(repository().path());
    tito::literate::tangle(book);
    tito::literate::Edition student;
    student.name = "student";
    student.solutions = student.probes = false;
    tito::literate::tangle(tito::literate::apply(student, book));
  });
  return 0;
}
