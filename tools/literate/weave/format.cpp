#include "literate/weave/format.hpp"

#include <string_view>
#include <utility>

#include "literate/model/directives.hpp"
#include "literate/model/kinds.hpp"
#include "literate/weave/json.hpp"

namespace tito::literate {
namespace {

void write(JsonWriter& json, const KindFacts& facts) {
  json.break_line();
  json.key(facts.name);
  json.open('{');
  json.member("prefix", facts.prefix);
  json.member("exercise", facts.of_exercise);
  json.member("used", facts.unused.empty());
  json.member("kept", to_string(facts.kept));
  json.member("badge", facts.badge);
  json.close('}');
}

void write(JsonWriter& json, const OptionFacts& option) {
  json.key(option.name);
  json.open('{');
  json.member("required", option.required);
  if (option.most > 0) {
    json.member("least", option.least);
    json.member("most", option.most);
  }
  json.close('}');
}

void write(JsonWriter& json, const DirectiveFacts& facts) {
  json.break_line();
  json.key(facts.name);
  json.open('{');
  json.member("label", facts.label);
  json.member("argument", to_string(facts.argument));
  json.member("body", to_string(facts.body));
  json.member("kept", to_string(facts.kept));
  json.key("options");
  json.open('{');
  for (const OptionFacts& option : facts.all_options()) write(json, option);
  json.close('}');
  json.close('}');
}

}  // namespace

std::string format_tables() {
  JsonWriter json;
  json.open('{');
  json.key("kinds");
  json.open('{');
  for (const KindFacts& facts : all_kinds) write(json, facts);
  json.close('}');
  json.break_line();
  json.key("directives");
  json.open('{');
  for (const DirectiveFacts& facts : all_directives) write(json, facts);
  json.close('}');
  json.close('}');
  return std::move(json).finish();
}

}  // namespace tito::literate
