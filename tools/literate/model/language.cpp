#include "literate/model/language.hpp"

#include <algorithm>
#include <array>

namespace tito::literate {
namespace {

struct Entry {
  std::string_view ending;
  Language language;
};

constexpr std::array languages = {Entry{".cpp", {"cpp", "//"}},
                                  Entry{".hpp", {"cpp", "//"}},
                                  Entry{".h", {"cpp", "//"}},
                                  Entry{".cc", {"cpp", "//"}},
                                  Entry{".inc", {"cpp", "//"}},
                                  Entry{".c", {"c", "//"}},
                                  Entry{"meson.build", {"meson", "#"}},
                                  Entry{"meson.options", {"meson", "#"}},
                                  Entry{".py", {"python", "#"}},
                                  Entry{".toml", {"toml", "#"}},
                                  Entry{".sh", {"bash", "#"}},
                                  Entry{".yml", {"yaml", "#"}},
                                  Entry{".yaml", {"yaml", "#"}},
                                  Entry{".clang-format", {"yaml", "#"}},
                                  Entry{".clang-tidy", {"yaml", "#"}},
                                  Entry{".gitignore", {"text", "#"}},
                                  Entry{".gitattributes", {"text", "#"}},
                                  Entry{".js", {"javascript", "//"}},
                                  Entry{".json", {"json", ""}},
                                  Entry{".md", {"markdown", ""}},
                                  Entry{".html", {"html", ""}},
                                  Entry{".css", {"css", ""}}};

}  // namespace

Language language_of(std::string_view path) {
  const auto found = std::find_if(languages.begin(), languages.end(), [&](const Entry& e) { return path.ends_with(e.ending); });
  return found == languages.end() ? Language{"text", ""} : found->language;
}

}  // namespace tito::literate
