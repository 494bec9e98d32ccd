#!/usr/bin/env python3
"""Writes what PyTorch computes into *.safetensors beside this file, for test_golden.cpp to compare with.

Needs torch 2.13.0 and safetensors; the tests need neither. Run it again when a case is added:

    python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.13.0 safetensors numpy
    /tmp/torch/bin/python tests/golden/generate.py

All numbers are doubles. An operation NAME has its inputs as NAME.0, NAME.1, its result as NAME.out, the gradient that is sent back as
NAME.gradient, and the gradients that arrive as NAME.0.gradient, NAME.1.gradient.
"""

import zlib
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent

torch.set_default_dtype(torch.float64)


def normal(*shape, scale=1):
    return lambda: scale * torch.randn(shape)


def positive(*shape):
    return lambda: torch.rand(shape) + 0.5


SHARES = torch.tensor([[0, 1, 0.25], [1, 0, 0.5]])  # the targets of binary losses; test_operations.cpp has the same

OPERATIONS = {
    "add": (lambda a, b: a + b, normal(3, 4), normal(3, 4)),
    "add_row": (lambda a, b: a + b, normal(3, 4), normal(4)),
    "add_column_to_row": (lambda a, b: a + b, normal(3, 1), normal(1, 4)),
    "sub": (lambda a, b: a - b, normal(2, 3, 4), normal(3, 1)),
    "mul": (lambda a, b: a * b, normal(2, 3, 4), normal(3, 4)),
    "mul_with_itself": (lambda a: a * a, normal(5)),
    "div": (lambda a, b: a / b, normal(3, 4), positive(1, 4)),
    "neg": (lambda a: -a, normal(7)),
    "exp": (torch.exp, normal(3, 4)),
    "log": (torch.log, positive(3, 4)),
    "sqrt": (torch.sqrt, positive(3, 4)),
    "sum": (torch.sum, normal(3, 4)),
    "sum_of_rows": (lambda a: a.sum(1), normal(3, 4)),
    "sum_of_middle_kept": (lambda a: a.sum(1, keepdim=True), normal(2, 3, 4)),
    "mean": (torch.mean, normal(3, 4)),
    "mean_of_columns": (lambda a: a.mean(0), normal(3, 4)),
    "max": (torch.amax, normal(3, 4)),
    "max_of_rows": (lambda a: a.amax(1), normal(3, 4)),
    "max_kept": (lambda a: a.amax(-1, keepdim=True), normal(2, 3, 4)),
    "matmul": (torch.matmul, normal(5, 7), normal(7, 3)),
    "matmul_of_batches": (torch.matmul, normal(2, 4, 3), normal(2, 3, 5)),
    "matmul_of_a_batch_with_a_matrix": (torch.matmul, normal(2, 4, 3), normal(3, 5)),
    "matmul_of_transposed": (lambda a, b: a.transpose(0, 1) @ b, normal(7, 5), normal(7, 3)),
    "transpose": (lambda a: a.transpose(0, 2), normal(2, 3, 4)),
    "permute": (lambda a: a.permute(2, 0, 1), normal(2, 3, 4)),
    "expand": (lambda a: a.expand(3, 2, 4), normal(2, 1)),
    "narrow": (lambda a: a.narrow(1, 1, 2), normal(3, 4)),
    "select": (lambda a: a.select(0, 1), normal(3, 4)),
    "unsqueeze": (lambda a: a.unsqueeze(1), normal(3, 4)),
    "squeeze": (lambda a: a.squeeze(1), normal(3, 1, 4)),
    "reshape": (lambda a: a.transpose(0, 1).reshape(2, 6), normal(3, 4)),
    "clone": (torch.clone, normal(3, 4)),
    "relu": (torch.relu, normal(5, 6)),
    "sigmoid": (torch.sigmoid, normal(5, 6, scale=4)),
    "tanh": (torch.tanh, normal(5, 6, scale=2)),
    "gelu": (F.gelu, normal(5, 6, scale=2)),
    "gelu_tanh": (lambda a: F.gelu(a, approximate="tanh"), normal(5, 6, scale=2)),
    "softmax": (lambda a: F.softmax(a, -1), normal(4, 6, scale=3)),
    "softmax_of_columns": (lambda a: F.softmax(a, 0), normal(4, 6, scale=3)),
    "log_softmax": (lambda a: F.log_softmax(a, 1), normal(4, 6, scale=3)),
    "linear": (F.linear, normal(4, 5), normal(3, 5), normal(3)),
    "linear_without_bias": (F.linear, normal(2, 4, 5), normal(3, 5)),
    "logsumexp": (lambda a: a.logsumexp(1), normal(4, 6, scale=3)),
    "logsumexp_kept": (lambda a: a.logsumexp(0, keepdim=True), normal(4, 6, scale=3)),
    "mse_loss": (F.mse_loss, normal(4, 6), normal(4, 6)),
    "mse_loss_sum": (lambda a, b: F.mse_loss(a, b, reduction="sum"), normal(4, 6), normal(4, 6)),
    "binary_cross_entropy": (lambda a: F.binary_cross_entropy(a.sigmoid(), SHARES), normal(2, 3, scale=3)),
    "binary_cross_entropy_sum": (lambda a: F.binary_cross_entropy(a.sigmoid(), SHARES, reduction="sum"), normal(2, 3, scale=3)),
    "binary_cross_entropy_with_logits": (lambda a: F.binary_cross_entropy_with_logits(a, SHARES), normal(2, 3, scale=9)),
    "cross_entropy": (lambda a: F.cross_entropy(a, torch.tensor([5, 0, 2, 2])), normal(4, 6, scale=3)),
    "cross_entropy_sum": (lambda a: F.cross_entropy(a, torch.tensor([5, 0, 2, 2]), reduction="sum"), normal(4, 6, scale=3)),
}


def seed(name):
    """Each case draws numbers of its own, so that a new one changes no other."""
    torch.manual_seed(zlib.crc32(name.encode()))


def operations():
    found = {}
    for name, (function, *inputs) in OPERATIONS.items():
        seed(name)
        inputs = [draw().requires_grad_() for draw in inputs]
        out = function(*inputs)
        gradient = torch.randn(out.shape)
        out.backward(gradient)
        found |= {f"{name}.{n}": one.detach() for n, one in enumerate(inputs)}
        found |= {f"{name}.{n}.gradient": one.grad for n, one in enumerate(inputs)}
        found |= {f"{name}.out": out.detach(), f"{name}.gradient": gradient}
    return found


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13.0"), "the goldens are those of PyTorch 2.13.0"
    for made in (operations,):
        save_file({name: one.detach().clone(memory_format=torch.contiguous_format) for name, one in made().items()}, HERE / f"{made.__name__}.safetensors",
                  metadata={"torch": torch.__version__})
