#include "literate/author/skeleton.hpp"

#include <stdexcept>
#include <string_view>

namespace tito::literate {
namespace {

constexpr std::string_view opening = R"nw(@
# %title%

## Welcome

Welcome to %name%. To write: what it is, and what the reader will have at the end.

### Building on what you have

To write: what the chapters before gave, what is missing, and how this chapter fills the gap.

**Prerequisites.** To write: the mathematics and the chapters that this one needs.

**Where the code lives.** `include/tinytorch/%name%.hpp` and `src/%name%.cpp`; tests in `tests/test_%id%.cpp`, measurements in
`analyses/%id%.cpp`.

**Connection map.** %before% → **%number% %title%** → To write: what the next chapter builds on this one.

### What you will achieve

1. *Systems understanding*: To write: what the reader can say about cost and memory.
2. *Core implementation*: To write: what the exercises write.
3. *A pattern*: To write: what can be used again elsewhere.
4. *Framework connection*: To write: its counterpart in PyTorch.
5. *An optimisation trade-off*: To write: what is given for what.

### Build → Use → Reflect

**Build** To write: what.
**Use** To write: for what.
**Reflect** To write: on what.

### Systems reality check

To write: what goes wrong in production without this, and one insight into performance.

## Concept

To write: the idea in words.

:::{diagram} To write: the caption
:alt: To write: what this drawing shows, in words.

To write: the idea as a drawing.
:::

## Foundations

To write: the mathematics, with a worked example.

:::{diagram} To write: the caption
:alt: To write: what this drawing shows, in words.

To write: the example as a drawing.
:::

## Context

To write: why it matters, and where it came from; cite with {cite:p} and a key of `book/references-%number%.bib`.

## Connections

| here | PyTorch | TensorFlow |
|---|---|---|
| `%function%(x)` | To write: the name there | To write: the name there |

## Design

To write: the decisions, and what else was possible.

:::{diagram} To write: the caption
:alt: To write: what this drawing shows, in words.

To write: the parts and how they fit.
:::

## Architecture

To write: where the new files stand among the others.

:::{diagram} To write: the caption
:alt: To write: what this drawing shows, in words.

To write: which file needs which.
:::

## Implementation

The header declares what the sections below add to it, and the source defines it.

<<include/tinytorch/%name%.hpp>>=
/// \file
/// To write: what this header is for.
#pragma once

#include <%types%>

namespace tt {
<<declarations of %name%>>
}  // namespace tt
@
<<src/%name%.cpp>>=
#include <tinytorch/%name%.hpp>

#include <%error%>

namespace tt {
<<definitions of %name%>>
}  // namespace tt
@

)nw";

constexpr std::string_view closing = R"nw(## Integration

To write: how this chapter's parts work together with those of earlier ones.

<<use %name% as a whole>>=
BOOST_AUTO_TEST_CASE(test_module_%name%) {
  BOOST_TEST(%function%(2) == 2, "To write: which parts disagree");
}
@

## Testing

`tito test %number%` runs all cases of this chapter. An exercise that is not written fails its own cases and the integration, by name.

<<tests/test_%id%.cpp>>=
#include <tinytorch/%name%.hpp>

#include "check.hpp"

namespace {

using namespace tt;

<<tests of %name%>>

BOOST_AUTO_TEST_SUITE(%name%_integration)
<<use %name% as a whole>>
BOOST_AUTO_TEST_SUITE_END()

}  // namespace
@
<<analyses/%id%.cpp>>=
#include <numeric>
#include <vector>

#include <%timing%>

#include "analysis.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    <<analyses of %name%>>
  });
}
@
<<probes/%id%.cpp>>=
#include <tinytorch/%name%.hpp>

#include <string>

#include "probe.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    <<probes of %name%>>
  });
}
@

Last, the build learns of this chapter.

<<chapters of this tree>>=
'%id%',
@
<<sources of the library>>=
'src/%name%.cpp',
@
<<headers of the framework>>=
#include <tinytorch/%name%.hpp>
@

## Reflection

)nw";

constexpr std::string_view reflection = R"nw(:::{reflect} To write: its title (%what%)
:id: %number%-reflect-%k%

**Context** To write: what the reader has just built or measured.

**Question** To write: one question?

Things to think about:
- To write: the first thing;
- To write: the second thing;
- To write: the third thing.
:::

)nw";

constexpr std::string_view summary = R"nw(## Summary

**What you accomplished.** To write: in two sentences.

**Key outcomes.** To write: what exists now, and what was measured.

**Mathematics.** To write: the formulas to keep.

**In PyTorch and TensorFlow.** To write: where the reader meets it again.

**Next.** To write: the next chapter. Check your work first: `tito test %number%`.
)nw";

constexpr std::string_view exercise = R"nw(### %heading%

To write: why this comes now, and the idea behind it.

:::{exercise} %heading%
:id: %exercise%
:points: 10
:minutes: 20
:difficulty: 2

To write: the task, with every name, bound and message that a test demands.

**Approach**
1. To write: the first step, *because* it has a reason.
2. To write: the second step, *because* it has a reason.
3. To write: the third step, *because* it has a reason.

**Example** To write: what goes in and what comes out; `%function%(2)` is 2.

**Hints** To write: what helps to think, and no line of the answer.
:::

<<declarations of %name%>>=
/// To write: what it returns, and for which `x`.
real %function%(real x);
@
<<definitions of %name%>>=
real %function%(real x) {
  <<solution: %exercise%>>
}
@
<<solution: %exercise%>>=
static_cast<void>(x);
throw NotImplemented("%exercise%");
@
<<test: %exercise%>>=
BOOST_AUTO_TEST_CASE(%function%_has_its_values) {
  BOOST_TEST(%function%(2) == 2, "To write: which idea broke");
}
@
<<tests of %name%>>=
BOOST_AUTO_TEST_SUITE(%suite%)
<<test: %exercise%>>
BOOST_AUTO_TEST_SUITE_END()
@
<<probe: %exercise%>>=
for (const real x : draw.reals(20, -8, 8)) {
  emit.next_case("%function% of " + std::to_string(x));
  emit.tolerance(1e-6, 1e-5);
  emit.attempt([&] { emit(%function%(x)); });
}
@
<<probes of %name%>>=
{"%exercise%",
 [](Draw& draw, Emit& emit) {
   <<probe: %exercise%>>
 }},
@

)nw";

constexpr std::string_view analysis = R"nw(### %heading%

To write: what is measured, and why here.

:::{checkpoint} `tito test %number%` is green
:::

:::{predict} To write: a question to guess at before running?
:::

<<analysis: %analysis%>>=
table.columns({{"numbers", 10}, {"time: ns/number", 18}});
for (const Index n : table.sizes({1'000, 10'000, 100'000})) {
  const std::vector<real> x(static_cast<std::size_t>(n), 1);
  const double time = seconds(
      [&] { keep(std::accumulate(x.begin(), x.end(), real(0))); });
  table.row(n, 1e9 * time / static_cast<double>(n));
}
@
<<analyses of %name%>>=
{"%analysis%", "To write: what is measured",
 [](Table& table) {
   <<analysis: %analysis%>>
 }},
@

:::{output} %analysis%
:::

:::{insight}
To write: what the table shows, and which column to look at.
:::

:::{why}
To write: where this decides something in production.
:::

)nw";

/// `%key%` becomes what it stands for. A lone % is text.
std::string filled(std::string_view skeleton, const Blanks& blanks) {
  std::string text;
  while (!skeleton.empty()) {
    const std::size_t open = skeleton.find('%'), close = open == skeleton.npos ? open : skeleton.find('%', open + 1);
    text += skeleton.substr(0, open);
    if (close == skeleton.npos) break;
    text += blanks.at(std::string(skeleton.substr(open + 1, close - open - 1)));
    skeleton.remove_prefix(close + 1);
  }
  return text;
}

}  // namespace

std::string chapter_skeleton(const Blanks& blanks) {
  std::string text = filled(opening, blanks) + blanks.at("exercises") + blanks.at("analyses") + filled(closing, blanks);
  for (const auto& [k, what] : {std::pair{"1", "memory"}, std::pair{"2", "scaling"}, std::pair{"3", "production"}}) {
    Blanks with = blanks;
    with["k"] = k;
    with["what"] = what;
    text += filled(reflection, with);
  }
  return text + filled(summary, blanks);
}

std::string exercise_skeleton(const Blanks& blanks) { return filled(exercise, blanks); }

std::string analysis_skeleton(const Blanks& blanks) { return filled(analysis, blanks); }

}  // namespace tito::literate
