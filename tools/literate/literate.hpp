// The whole library: chapters become a Book, an edition filters it, tangling and weaving write it out.
#pragma once

#include "literate/book.hpp"
#include "literate/edition.hpp"
#include "literate/output.hpp"
#include "literate/problem.hpp"
#include "literate/secret.hpp"
#include "literate/tangle.hpp"
#include "literate/weave.hpp"
