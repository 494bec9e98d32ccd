#!/usr/bin/env python3
"""Writes what PyTorch computes into *.safetensors beside this file, for the tests here to compare with; opens what we wrote.

Needs torch 2.13.0 and safetensors; the tests need neither. Run it again when a case is added:

    python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.13.0 safetensors numpy
    /tmp/torch/bin/python tests/golden/generate.py

All numbers are doubles. An operation NAME has its inputs as NAME.0, NAME.1, its result as NAME.out, the gradient that is sent back as
NAME.gradient, and the gradients that arrive as NAME.0.gradient, NAME.1.gradient.
"""

import zlib
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
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


OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "sgd_momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "sgd_dampening": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}),
    "sgd_nesterov": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "sgd_decay": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.1}),
    "adam": (torch.optim.Adam, {"lr": 0.1}),
    "adam_options": (torch.optim.Adam, {"lr": 0.1, "betas": (0.5, 0.8), "eps": 1e-2, "weight_decay": 0.1}),
    "adamw": (torch.optim.AdamW, {"lr": 0.1}),
    "adamw_options": (torch.optim.AdamW, {"lr": 0.1, "betas": (0.5, 0.8), "eps": 1e-2, "weight_decay": 0.3}),
}


def optimizers():
    """NAME.start goes along the rows of NAME.gradients; after each step it is the row of NAME.parameters."""
    found = {}
    for name, (kind, options) in OPTIMIZERS.items():
        seed(name)
        parameter, gradients, rows = torch.randn(7, requires_grad=True), torch.randn(10, 7), []
        found |= {f"{name}.start": parameter.detach().clone(), f"{name}.gradients": gradients}
        optimizer = kind([parameter], **options)
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
            rows.append(parameter.detach().clone())
        found[f"{name}.parameters"] = torch.stack(rows)
    return found


def schedules():
    """NAME.rates are the learning rates of the first steps."""
    rates = torch.optim.lr_scheduler
    made = {
        "step_decay": lambda o: rates.StepLR(o, 7, 0.3),
        "cosine": lambda o: rates.CosineAnnealingLR(o, 25, 0.01),
        "warmup": lambda o: rates.SequentialLR(
            o, [rates.LinearLR(o, 1 / 3, 1, 5), rates.CosineAnnealingLR(o, 20)], [5]),
    }
    found = {}
    for name, make in made.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.2)
        schedule, steps = make(optimizer), []
        for _ in range(25):
            steps.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        found[f"{name}.rates"] = torch.tensor(steps)
    return found


def training():
    """A network's first parameters, what it is given, and the losses of its first ten steps."""
    nn = torch.nn
    models = {
        "xor": (nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)),
                lambda net: torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.9), F.binary_cross_entropy_with_logits,
                torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.0], [1], [1], [0]])),
        "mlp": (nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 12), nn.ReLU(), nn.Linear(12, 10)),
                lambda net: torch.optim.Adam(net.parameters(), lr=0.01), F.cross_entropy, normal(16, 20)(), torch.arange(16) % 10),
    }
    found = {}
    for name, (net, optimizer, loss_of, x, y) in models.items():
        seed(name)
        for parameter in net.parameters():
            nn.init.normal_(parameter, std=0.3)
        found |= {f"{name}.start.{key}": one.detach().clone() for key, one in net.state_dict().items()}
        found |= {f"{name}.x": x} | ({f"{name}.y": y} if y.dtype == torch.float64 else {})
        optimizer, losses = optimizer(net), []
        for _ in range(10):
            optimizer.zero_grad()
            loss = loss_of(net(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        found[f"{name}.losses"] = torch.stack(losses)
    return found


def check_ours():
    """What the framework wrote opens here: the trained networks, and one tensor of each kind."""
    for file in sorted((HERE.parent.parent / "book/assets/pretrained").glob("*.safetensors")):
        for name, one in load_file(file).items():
            assert torch.isfinite(one).all() and one.dtype == torch.float32, f"{file}: {name}"
    ours = load_file(HERE / "written_here.safetensors")
    assert {name: one.shape for name, one in ours.items()} == {"one": (), "none": (0, 3), "rows": (2, 3)}
    assert ours["one"] == 7 and torch.equal(ours["rows"], torch.tensor([[0, 1, 2], [3, 4, 5]], dtype=torch.float32))


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13.0"), "the goldens are those of PyTorch 2.13.0"
    seed("data")
    for made in (operations, optimizers, schedules, training):
        save_file({name: one.detach().clone(memory_format=torch.contiguous_format) for name, one in made().items()},
                  HERE / f"{made.__name__}.safetensors", metadata={"torch": torch.__version__})
    check_ours()
