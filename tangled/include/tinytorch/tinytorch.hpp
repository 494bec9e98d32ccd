// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Everything in the framework, in one include.
#pragma once

// Headers of the framework
#include <tinytorch/error.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/types.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/tensor.hpp>
#include <tinytorch/view.hpp>
#include <tinytorch/activations.hpp>
#include <tinytorch/init.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/module.hpp>
#include <tinytorch/safetensors.hpp>
#include <tinytorch/losses.hpp>
#include <tinytorch/autograd.hpp>
#include <tinytorch/gradcheck.hpp>
#include <tinytorch/optim.hpp>
#include <tinytorch/pieces.hpp>
#include <tinytorch/steps.hpp>
#include <tinytorch/checkpoint.hpp>
#include <tinytorch/clip.hpp>
#include <tinytorch/schedule.hpp>
#include <tinytorch/training.hpp>
