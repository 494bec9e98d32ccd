#include "framework/test_cases.hpp"

#include <re2/re2.h>

namespace tito {

std::vector<std::string> test_cases_of(const literate::Book& book, const literate::Exercise& exercise) {
  static const re2::RE2 opening("BOOST_[A-Z_]*TEST_CASE[A-Z_]*\\(\\s*(\\w+)");
  std::vector<std::string> names;
  const literate::Chunk* tests = book.find(literate::chunk_name(literate::Kind::test, exercise.id));
  if (tests == nullptr) return names;
  for (const literate::Position part : tests->parts)
    for (const literate::Line& line : book.definition(part).lines)
      if (std::string name; re2::RE2::PartialMatch(line.text, opening, &name)) names.push_back(name);
  return names;
}

}  // namespace tito
