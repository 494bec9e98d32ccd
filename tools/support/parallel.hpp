// Independent work on all processors.
#pragma once

#include <cstddef>
#include <functional>

namespace tito {

/// Calls `work` with 0 … count - 1, as many at once as there are processors. An exception of one call leaves when the others are done.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace tito
