// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/matmul.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <cmath>

#include "analysis.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"tensor-walk-order", "Summing a matrix by rows and by columns",
     [](Table& table) {
       // Analysis: tensor-walk-order
       table.columns({"n", "KiB", {"rows: ns/number", 16},
                      {"columns: ns/number", 19}, "ratio"});
       for (const Index n : table.sizes({64, 128, 256, 512, 1024, 2048, 4096})) {
         const Tensor x = Tensor::ones({n, n});
         const Tensor turned = x.as_strided({n, n}, {1, n});
         const double count = static_cast<double>(n * n);
         const double rows = seconds([&] { keep(sum(x)); }) / count;
         const double columns = seconds([&] { keep(sum(turned)); }) / count;
         table.row(n, n * n * Index{sizeof(real)} / 1024, 1e9 * rows,
                   1e9 * columns, columns / rows);
       }
     }},
    {"tensor-view-or-copy", "A transposed view against a transposed copy",
     [](Table& table) {
       // Analysis: tensor-view-or-copy
       table.columns({"n", "view: us", {"copy: us", 12}, {"sum view: us", 12},
                      {"sum copy: us", 12}, {"sums to pay", 11}});
       for (const Index n : table.sizes({16, 64, 256, 1024, 4096})) {
         const Tensor x = Tensor::ones({n, n});
         const Tensor y = x.transpose(0, 1), z = y.contiguous();
         const double view = seconds([&] { keep(x.transpose(0, 1)); });
         const double copy = seconds([&] { keep(clone(y)); });
         const double sum_view = seconds([&] { keep(sum(y)); });
         const double sum_copy = seconds([&] { keep(sum(z)); });
         const double saved = sum_view - sum_copy;
         table.row(n, 1e6 * view, 1e6 * copy, 1e6 * sum_view, 1e6 * sum_copy,
                   saved > 0 ? cell(std::ceil(copy / saved)) : "never");
       }
     }},
    {"tensor-matmul-scaling", "The plain matrix product as n grows",
     [](Table& table) {
       // Analysis: tensor-matmul-scaling
       table.columns({"n", "Mflop", "rows: ms", {"rows: GFLOP/s", 13},
                      {"columns: ms", 11}, {"columns: GFLOP/s", 16}});
       for (const Index n : table.sizes({16, 32, 64, 128, 256, 512})) {
         Generator g(1);
         const Tensor a = Tensor::randn({n, n}, g), b = Tensor::randn({n, n}, g);
         const Tensor turned = b.permute({1, 0});
         const double flop = 2.0 * static_cast<double>(n * n * n);
         const double rows = seconds([&] { keep(matmul(a, b)); });
         const double columns = seconds([&] { keep(matmul(a, turned)); });
         table.row(n, flop / 1e6, 1e3 * rows, flop / rows / 1e9, 1e3 * columns,
                   flop / columns / 1e9);
       }
     }},
  });
}
