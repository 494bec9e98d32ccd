// nlohmann's JSON values, which json.cpp compiles once for the whole tool.
#pragma once

#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<>;
