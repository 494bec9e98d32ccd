// The kinds of chunks, in one table: what reads, filters, tangles, weaves, judges and draws chunks takes what it needs from here.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tito::literate {

enum class Kind { code, root, solution, stub, test, probe, analysis, listing };

/// What an edition must keep for a chunk, or a directive, to stay in the book.
enum class Kept { always, with_solutions, with_probes };

struct KindFacts {
  Kind kind;
  std::string_view name;      // as woven JSON and style sheets have it
  std::string_view prefix;    // `prefix: ID` is what such chunks are called; nothing when the name has another form
  bool of_exercise = false;   // its ID is that of an exercise
  bool required = false;      // every exercise has one
  std::string_view unused;    // why no chunk may use it; nothing when one must
  std::string_view only_in;   // what may hold it: a folder, or a file with `{}` for its chapter's id; nothing when any file may
  Kept kept = Kept::always;   // a solution that is not kept gives way to its stub
  std::string_view badge;     // what a caption says beside the chunk's name
};

inline constexpr std::array<KindFacts, 8> all_kinds = {{
    {Kind::code, "code", "", false, false, "", "", Kept::always, ""},
    {Kind::root, "root", "", false, false, "it is an output file", "", Kept::always, "file"},
    {Kind::solution, "solution", "solution", true, true, "", "", Kept::always, "solution"},
    {Kind::stub, "stub", "stub", true, false, "a stub only replaces its solution", "", Kept::with_solutions, "exercise stub"},
    {Kind::test, "test", "test", true, true, "", "", Kept::always, "test"},
    {Kind::probe, "probe", "probe", true, true, "", "probes/", Kept::with_probes, "probe"},
    {Kind::analysis, "analysis", "analysis", false, false, "", "analyses/{}.cpp", Kept::always, "analysis"},
    {Kind::listing, "listing", "listing", false, false, "a listing is only shown", "", Kept::always, "not in the program"},
}};

constexpr const KindFacts& facts_of(Kind kind) { return all_kinds[static_cast<std::size_t>(kind)]; }
constexpr std::string_view to_string(Kind kind) { return facts_of(kind).name; }
std::string_view to_string(Kept kept);

/// The kind that a chunk's name gives it, and the ID behind its prefix.
struct Classified {
  Kind kind;
  std::string_view id;
};
Classified classify(std::string_view name);

/// What a chunk of this kind is called: `solution: ID`.
std::string chunk_name(Kind kind, std::string_view id);

/// `only_in` for a chunk of a chapter: "probes/", "analyses/01_tensor.cpp".
std::string home_of(Kind kind, std::string_view chapter);

/// Whether a file may hold a chunk that has such a home.
bool is_at_home(std::string_view root, std::string_view home);

}  // namespace tito::literate
