#include "course/observe.hpp"

namespace tito::course {

std::string observe(const Variants& variants, const literate::Exercise& exercise, const Choice& choice, const std::string& seed, int seconds) {
  const std::string& chapter = variants.book().chapters[exercise.chapter].id;
  Command probe{{(variants.build().folder / "probes" / chapter).string(), exercise.id}};
  probe.input = seed + "\n";
  return run_within(seconds, variants.with(choice, std::move(probe))).result.output;
}

}  // namespace tito::course
