// The whole library: chapters become a Book, an edition filters it, tangling and weaving write it out.
#pragma once

#include "literate/edition/edition.hpp"
#include "literate/edition/secret.hpp"
#include "literate/model/book.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "literate/weave/weave.hpp"
#include "support/problem.hpp"
#include "support/tree.hpp"
