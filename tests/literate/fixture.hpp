// Books made for one test.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "../scratch.hpp"
#include "literate.hpp"

/// A repository whose chapters have these texts, numbered from 00 and called 00_a, 01_b, …
void write_chapters(const Scratch& repository, const std::vector<std::string>& texts);

tito::literate::Book book_of(const std::vector<std::string>& texts);

/// What reading such a book complains about; nothing when it is sound.
std::string problems_of(const std::vector<std::string>& texts);

/// The book under tests/literate/book, which uses everything the format has.
const tito::literate::Book& sample_book();

/// That book, or another one, in an edition without solutions and probes.
tito::literate::Book stripped(const tito::literate::Book& book);

/// The root `out.cpp` of a book as people read it, without the header comment.
std::string tangled(const std::vector<std::string>& texts);

/// Compares `files` with the folder tests/literate/expected/NAME. With LITERATE_ACCEPT set, writes that folder instead.
void check_golden(const std::string& name, const std::map<std::string, std::string>& files);

std::map<std::string, std::string> texts_of(const std::map<std::string, tito::literate::TangledFile>& files);
