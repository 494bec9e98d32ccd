// Small questions about lines of text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tito::literate {

bool is_blank(std::string_view line);
std::string_view trim(std::string_view text);

/// The lines of a text without their line ends; a newline at the end opens no further line.
std::vector<std::string_view> split_lines(std::string_view text);

/// Characters, not bytes: what a reader counts as the width of a line.
std::size_t width(std::string_view utf8);

/// One run of characters at the beginning of a line, such as the `:::` of a fence.
std::size_t leading(std::string_view line, char c);

/// The candidate that differs from `word` in the fewest letters, or nothing when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/// "; did you mean `x`?" when a candidate is near, otherwise "; " and what else to do.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         std::string_view otherwise = "take it out");

/// A chunk's name as chapters write it: `<<name>>`.
std::string bracketed(std::string_view name);

/// Lower-case words of letters and digits joined by `-`.
bool is_id(std::string_view text);

/// The level of a Markdown heading, 1 to 6; 0 when the line is none.
std::size_t heading_level(std::string_view line);

/// Opens a Markdown code fence, such as "```python"; `fence` is then its run of backticks or tildes.
bool opens_code_fence(std::string_view line, std::string_view& fence);
bool closes_code_fence(std::string_view line, std::string_view fence);

}  // namespace tito::literate
