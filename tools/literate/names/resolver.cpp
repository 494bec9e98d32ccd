#include "literate/names/resolver.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "literate/model/text.hpp"
#include "literate/names/scopes.hpp"
#include "literate/names/tokens.hpp"

namespace tito::literate {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 10> simple_types = {"auto",  "bool", "char", "const",    "double",
                                                           "float", "int",  "long", "unsigned", "void"};
constexpr std::array<std::string_view, 15> before_expressions = {
    "return", "else", "case", "throw", "new", "delete", "goto", "operator", "do", "co_yield", "co_return", "and", "or", "not", "sizeof"};
constexpr std::array<std::string_view, 8> after_declarators = {"=", ";", ",", ")", "{", "[", ":", "("};

// The classes whose values an expression can have; nothing when that is not known.
using Class = const Identifier*;

class Resolver {
 public:
  Resolver(const Identifiers& identifiers, std::string_view path, std::string_view code, const std::vector<const Tag*>& tags)
      : identifiers_(identifiers), path_(path), tokens_(tokens_of(code)), scopes_(identifiers, tags, split_lines(code).size() + 1) {
    for (const Tag* tag : tags)
      if (tag->kind != "local" && tag->kind != "parameter") tagged_.emplace(tag->line, tag->name);
    find_imports();
    find_declarators();
  }

  std::vector<Occurrence> run() {
    std::vector<Occurrence> found;
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (tokens_[i].word && identifiers_.known(tokens_[i].text))
        if (const Identifier* meant = resolve(i)) found.push_back({tokens_[i].line, tokens_[i].column, meant, overload(*meant, i)});
    return found;
  }

 private:
  std::string_view text(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  bool word(std::size_t i) const { return i < tokens_.size() && tokens_[i].word; }

  // `using namespace a::b;` and `using a::b;`, wherever they stand.
  void find_imports() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (text(i) != "using") continue;
      const bool whole = text(i + 1) == "namespace";
      std::string name;
      std::size_t k = i + (whole ? 2 : 1);
      for (; word(k) || text(k) == "::"; ++k) name += text(k);
      if (text(k) != ";") continue;
      (whole ? namespaces_ : single_).push_back(name);
    }
  }

  // Local names that ctags does not list, such as those of structured bindings. Too many are harmless: those words have no link.
  void find_declarators() {
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
      if (!word(i) || !identifiers_.known(text(i)) || tagged_.contains({tokens_[i].line, std::string(text(i))})) continue;
      if (!scopes_.hiding(text(i), tokens_[i].line).empty()) continue;  // ctags knows it, and its type
      if (is_declarator(i) || is_bound(i)) scopes_.hide(text(i), tokens_[i].line, "");
    }
  }

  bool is_declarator(std::size_t i) const {
    if (!is_one_of(text(i + 1), after_declarators)) return false;
    const std::string_view before = text(i - 1);
    if (word(i - 1))
      return !is_one_of(before, before_expressions) && (text(i + 1) != "(" || !scopes_.in_function(tokens_[i].line) || is_type(i - 1));
    const bool reference = before == "&" || before == "*";
    if (!reference || i < 2) return false;
    const std::size_t of = text(i - 2) == "&" || text(i - 2) == "*" ? i - 3 : i - 2;
    return is_type(of) && text(i + 1) != "(";
  }

  bool is_type(std::size_t i) const {
    if (!word(i)) return false;
    if (is_one_of(text(i), simple_types)) return true;
    const Identifier* meant = unqualified(text(i), tokens_[i].line);
    return meant != nullptr && (meant->is_class() || meant->kind == "typedef" || meant->kind == "enum");
  }

  // Inside `auto [a, b]` or `auto& [a, b]`.
  bool is_bound(std::size_t i) const {
    std::size_t k = i;
    while (k > 0 && (text(k) == "," || word(k)) && text(k) != "auto") --k;
    if (text(k) != "[" || k == 0) return false;
    while (k > 0 && (text(k - 1) == "&")) --k;
    return k > 0 && text(k - 1) == "auto";
  }

  const Identifier* resolve(std::size_t i) const {
    const std::string_view before = i > 0 ? text(i - 1) : std::string_view();
    const std::size_t line = tokens_[i].line;
    if (before == "." || before == "->") {
      const Class object = i >= 2 ? class_before(i, before == "->") : nullptr;
      return object == nullptr ? nullptr : member(*object, text(i));
    }
    if (before == "::") return qualified(i);
    if (scopes_.hiding(text(i), line).empty()) return unqualified(text(i), line);
    return nullptr;
  }

  // `a::b::name`, where `a` is looked up from the scope of the line.
  const Identifier* qualified(std::size_t i) const {
    std::size_t first = i;
    while (first >= 2 && text(first - 1) == "::" && word(first - 2)) first -= 2;
    const bool from_outside = first >= 1 && text(first - 1) == "::";
    std::string name;
    for (std::size_t k = first; k <= i; ++k) name += text(k);
    if (from_outside) return first >= 2 && text(first - 2) == ">" ? nullptr : identifiers_.find(name, path_);
    if (first == i) return nullptr;
    const std::size_t line = tokens_[i].line;
    if (i == first + 2)
      if (const Class alias = class_named(std::string(text(first)), scopes_.at(line))) return member(*alias, text(i));
    return unqualified(name, line);
  }

  // From the scope of the line outwards, then in what the file imports.
  const Identifier* unqualified(std::string_view name, std::size_t line) const {
    return line < std::string_view::npos ? lookup(name, scopes_.at(line)) : nullptr;
  }

  const Identifier* lookup(std::string_view name, std::string_view scope) const {
    for (std::string_view from = scope;; from = outer(from)) {
      const Identifier* around = from.empty() ? nullptr : identifiers_.find(std::string(from), path_);
      if (const Identifier* found = around && around->is_class() ? member(*around, name) : identifiers_.find(joined(from, name), path_))
        return found;
      if (from.empty()) break;
    }
    const Identifier* found = nullptr;
    for (const std::string& imported : namespaces_)
      if (const Identifier* one = identifiers_.find(joined(imported, name), path_)) {
        if (found != nullptr && found != one) return nullptr;
        found = one;
      }
    for (const std::string& imported : single_)
      if (imported.ends_with(joined(":", name)) && found == nullptr) found = identifiers_.find(imported, path_);
    return found;
  }

  const Identifier* member(const Identifier& object, std::string_view name, int depth = 0) const {
    if (const Identifier* found = identifiers_.find(joined(object.qualified, name), path_)) return found;
    for (const std::string& base : object.bases)
      if (const Class parent = depth < 8 ? class_named(base, outer(object.qualified)) : nullptr)
        if (const Identifier* found = member(*parent, name, depth + 1)) return found;
    return nullptr;
  }

  // A class by its name or by an alias of it.
  Class class_named(std::string name, std::string_view scope) const {
    for (int alias = 0; alias < 4 && !name.empty(); ++alias) {
      const Identifier* found = lookup(name, scope);
      if (found == nullptr || found->is_class()) return found;
      if (found->kind != "typedef") return nullptr;
      name = core_of(found->type);
      scope = outer(found->qualified);
    }
    return nullptr;
  }

  // The class of the expression before the `.` or `->` in front of token i.
  Class class_before(std::size_t i, bool arrow) const {
    const std::size_t last = i - 2;
    if (text(last) == "this") return arrow ? class_around(tokens_[last].line) : nullptr;
    std::optional<Typed> value = type_of(last);
    if (!value) return nullptr;
    if (arrow)
      if (const std::string pointed = pointee(value->type); !pointed.empty()) return class_named(pointed, value->scope);
    const bool pointer = value->type.find('*') != std::string::npos;
    return pointer == arrow ? class_named(core_of(value->type), value->scope) : nullptr;
  }

  // What a pointer of the standard library points at.
  static std::string pointee(std::string_view type) {
    constexpr std::array<std::string_view, 3> pointers = {"std::shared_ptr", "std::unique_ptr", "std::optional"};
    const std::size_t open = type.find('<'), close = type.rfind('>');
    if (close == std::string_view::npos || !is_one_of(core_of(type), pointers)) return "";
    return core_of(type.substr(open + 1, close - open - 1));
  }

  Class class_around(std::size_t line) const {
    for (std::string_view scope = scopes_.at(line); !scope.empty(); scope = outer(scope))
      if (const Identifier* found = identifiers_.find(std::string(scope), path_); found && found->is_class()) return found;
    return nullptr;
  }

  struct Typed {
    std::string type;
    std::string scope;  // where the type's name is looked up
  };

  // The type of a chain that ends at token `last`: a variable, a call, an element.
  std::optional<Typed> type_of(std::size_t last) const {
    if (text(last) == ")" || text(last) == "]") {
      const std::size_t open = opening(last);
      if (open == 0 || open > last) return {};
      return text(last) == ")" ? called(open - 1) : element(open - 1);
    }
    if (!word(last)) return {};
    const bool plain = last == 0 || (text(last - 1) != "." && text(last - 1) != "->" && text(last - 1) != "::");
    if (plain)
      if (const auto locals = scopes_.hiding(text(last), tokens_[last].line); !locals.empty()) return common_type(locals, last);
    const Identifier* meant = resolve(last);
    if (meant == nullptr || (meant->kind != "variable" && meant->kind != "member")) return {};
    return Typed{meant->type, std::string(outer(meant->qualified))};
  }

  std::optional<Typed> common_type(const std::vector<const Local*>& locals, std::size_t last) const {
    for (const Local* local : locals)
      if (local->type != locals.front()->type) return {};
    return Typed{locals.front()->type, scopes_.at(tokens_[last].line)};
  }

  std::optional<Typed> called(std::size_t callee) const {
    if (!word(callee)) return {};
    const Identifier* meant = resolve(callee);
    if (meant == nullptr) return {};
    if (meant->is_class()) return Typed{meant->name, std::string(outer(meant->qualified))};
    if (meant->kind != "function") return {};
    return Typed{meant->type, std::string(outer(meant->qualified))};
  }

  // An element of an array of which the type says what is in it. What a subscript of a class gives is not known.
  std::optional<Typed> element(std::size_t array) const {
    std::optional<Typed> value = type_of(array);
    if (!value || !value->type.ends_with("[]")) return {};
    value->type.resize(value->type.size() - 2);
    return value;
  }

  std::size_t opening(std::size_t close) const {
    int depth = 0;
    for (std::size_t k = close + 1; k-- > 0;) {
      if (text(k) == ")" || text(k) == "]" || text(k) == "}") ++depth;
      if ((text(k) == "(" || text(k) == "[" || text(k) == "{") && --depth == 0) return k;
    }
    return 0;
  }

  // The only function that can be meant: the one that stands here, or the only one that takes such arguments.
  const Overload* overload(const Identifier& function, std::size_t i) const {
    const CodePlace here{path_, tokens_[i].line};
    std::vector<const Overload*> fitting;
    const std::vector<Argument> arguments = text(i + 1) == "(" ? arguments_of(i + 1) : std::vector<Argument>();
    for (const Overload& one : function.overloads) {
      const auto stands = [&](const std::vector<CodePlace>& places) {
        return std::find(places.begin(), places.end(), here) != places.end();
      };
      if (stands(one.declared) || stands(one.defined)) return &one;
      if (text(i + 1) == "(" && takes(one, function, arguments)) fitting.push_back(&one);
    }
    return fitting.size() == 1 ? fitting.front() : nullptr;
  }

  // The tokens [begin, end) between commas.
  struct Argument {
    std::size_t begin = 0, end = 0;
  };

  std::vector<Argument> arguments_of(std::size_t open) const {
    std::vector<Argument> arguments;
    int depth = 1;
    std::size_t k = open + 1, begin = k;
    for (; k < tokens_.size() && depth > 0; ++k) {
      if (text(k) == "(" || text(k) == "[" || text(k) == "{") ++depth;
      if (text(k) == ")" || text(k) == "]" || text(k) == "}") --depth;
      const bool end = depth == 0 || (depth == 1 && text(k) == ",");
      if (end && k > begin) arguments.push_back({begin, k});
      if (end) begin = k + 1;
    }
    return arguments;
  }

  bool takes(const Overload& one, const Identifier& function, const std::vector<Argument>& arguments) const {
    if (arguments.size() < one.required || arguments.size() > one.parameters.size()) return false;
    for (std::size_t k = 0; k < arguments.size(); ++k) {
      if (!is_chain(arguments[k])) continue;
      const std::optional<Typed> value = type_of(arguments[k].end - 1);
      if (!value || core_of(value->type).empty()) continue;
      const Class given = class_named(core_of(value->type), value->scope);
      const Class wanted = class_named(core_of(one.parameters[k]), outer(function.qualified));
      if (given != wanted && (given != nullptr) == (wanted != nullptr)) return false;
      if (given != nullptr && wanted == nullptr) return false;
    }
    return true;
  }

  // A name, a call, a member: no operators.
  bool is_chain(const Argument& argument) const {
    int depth = 0;
    for (std::size_t k = argument.begin; k < argument.end; ++k) {
      const std::string_view sign = text(k);
      if (sign == ")" || sign == "]") --depth;
      const bool part =
          tokens_[k].word || sign == "." || sign == "->" || sign == "::" || sign == "(" || sign == "[" || sign == ")" || sign == "]";
      if (depth == 0 && !part) return false;
      if (sign == "(" || sign == "[") ++depth;
    }
    return tokens_[argument.begin].word;
  }

  const Identifiers& identifiers_;
  std::string_view path_;
  std::vector<Token> tokens_;
  Scopes scopes_;
  std::set<std::pair<std::size_t, std::string>> tagged_;
  std::vector<std::string> namespaces_, single_;
};

}  // namespace

std::vector<Occurrence> occurrences_in(const Identifiers& identifiers, std::string_view path, std::string_view code,
                                       const std::vector<const Tag*>& tags) {
  return Resolver(identifiers, path, code, tags).run();
}

}  // namespace tito::literate
