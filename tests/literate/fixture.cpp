#include "fixture.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

namespace fs = std::filesystem;

void write_chapters(const Scratch& repository, const std::vector<std::string>& texts) {
  std::string order = "[[part]]\nnumber = \"I\"\ntitle = \"Part\"\n";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string id = fmt::format("{:02}_{}", i, static_cast<char>('a' + i));
    order += fmt::format("[[part.chapter]]\nid = \"{}\"\ntitle = \"Title\"\nminutes = 1\n", id);
    repository.write(fmt::format("chapters/{}.nw", id), texts[i]);
  }
  repository.write("chapters/order.toml", order);
}

tito::literate::Book book_of(const std::vector<std::string>& texts) {
  const Scratch repository;
  write_chapters(repository, texts);
  return tito::literate::read_book(repository.path());
}

std::string problems_of(const std::vector<std::string>& texts) try {
  book_of(texts);
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

const tito::literate::Book& sample_book() {
  static const tito::literate::Book book = tito::literate::read_book(fs::path(TESTS) / "book");
  return book;
}

tito::literate::Book stripped(const tito::literate::Book& book) {
  tito::literate::Edition student;
  student.name = "student";
  student.solutions = student.probes = false;
  return tito::literate::apply(student, book);
}

std::string tangled(const std::vector<std::string>& texts) {
  const std::string text = tito::literate::tangle(book_of(texts)).at("out.cpp").text;
  return text.substr(text.find('\n') + 1);
}

void check_golden(const std::string& name, const std::map<std::string, std::string>& files) {
  const fs::path folder = fs::path(TESTS) / "expected" / name;
  if (std::getenv("LITERATE_ACCEPT") != nullptr) {
    tito::write_tree(folder, files, true);
    return;
  }
  for (const auto& [path, text] : files)
    BOOST_TEST(text == read_text(folder / path), name << "/" << path << " is not as expected:\n" << text);
  for (const std::string& difference : tito::differences(folder, files)) BOOST_TEST(false, name << "/" << difference);
}

std::map<std::string, std::string> texts_of(const std::map<std::string, tito::literate::TangledFile>& files) {
  std::map<std::string, std::string> texts;
  for (const auto& [path, file] : files) texts[path] = file.text;
  return texts;
}
