"""`tito milestone`: what the book promises to be possible is, each verdict can turn out badly, and bad files are named."""

import gzip
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess

import pytest
from conftest import ROOT, succeed, tito

WEIGHTS = ROOT / "book/assets/pretrained"


@pytest.fixture(scope="module")
def run(published):  # publishing builds in the same folder
    """Runs one program on some folder of weights."""
    succeed(tito("milestone", "list"))

    def run(name, weights=WEIGHTS, data=None):
        environment = {name: value for name, value in os.environ.items() if name != "TINYTORCH_DATA"}
        return subprocess.run([ROOT / "build/framework/milestones" / name, weights], capture_output=True, text=True,
                              env=environment | ({"TINYTORCH_DATA": str(data)} if data else {}))
    return run


@pytest.fixture
def weights(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    return tmp_path / "weights"


def test_all_are_met(run):
    result = succeed(tito("milestone", "run", "--all"))
    assert result.stdout.splitlines()[-1] == "4 passed, 0 failed"
    assert "NOT MET" not in result.stdout and result.stdout.count("met  ") == 7


def test_learning_curves_are_drawn(run):
    succeed(tito("setup", "--yes"))
    result = succeed(tito("milestone", "run", "1969"))
    curves = re.findall(r"^learning curve: (.*)$", result.stdout, re.M)
    assert [pathlib.Path(curve).name for curve in sorted(curves)] == ["curve-1.svg", "curve-2.svg"]
    for curve in curves:
        assert "</svg>" in pathlib.Path(curve).read_text()


@pytest.mark.parametrize("name", ["perceptron", "1957_perceptron"])
def test_a_milestone_has_several_names(run, name):
    """Beside its year, which the test above uses."""
    assert "met      points" in succeed(tito("milestone", "run", name)).stdout


def test_an_unknown_name_is_told_what_there_is(run):
    result = tito("milestone", "run", "1999")
    assert result.returncode == 1 and "there is: 1957_perceptron, 1969_xor, 1986_mlp, pretrained" in result.stderr


def test_networks_that_know_nothing_do_not_pass(run, weights):
    for file in weights.glob("*.safetensors"):
        if file.stem != "photographs":
            data = file.read_bytes()
            head = 8 + struct.unpack("<Q", data[:8])[0]
            file.write_bytes(data[:head] + bytes(len(data) - head))
    result = run("pretrained", weights)
    assert result.returncode == 1
    assert result.stdout.count("NOT MET") == 3


def replace(file, make):
    file.write_bytes(make(file.read_bytes()))


@pytest.mark.parametrize("name, make, message", [
    ("digits", lambda data: data[:1000], "digits.safetensors"),
    ("digits", lambda data: b"not one of ours", "digits.safetensors"),
    ("things", lambda data: (WEIGHTS / "digits.safetensors").read_bytes(), "load_state_dict: 1.weight is (64, 784), not (128, 768)"),
])
def test_bad_weights_are_named(run, weights, name, make, message):
    replace(weights / f"{name}.safetensors", make)
    result = run("pretrained", weights)
    assert result.returncode == 1 and message in result.stderr


def test_missing_weights_are_named(run, tmp_path):
    result = run("pretrained", tmp_path)
    assert result.returncode == 1 and f"{tmp_path}/xor.safetensors" in result.stderr


def idx(*sizes):
    """An IDX file of random bytes, labels below ten."""
    random.seed(1)
    count = 1
    for size in sizes:
        count *= size
    data = bytes(random.randrange(256 if len(sizes) > 1 else 10) for _ in range(count))
    return bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + data


@pytest.fixture
def mnist(tmp_path):
    """A folder of data with digits that are noise."""
    folder = tmp_path / "data/mnist"
    folder.mkdir(parents=True)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(60, 28, 28)))
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(60))
    return folder


def test_real_data_is_used_where_it_is(run, mnist):
    result = run("pretrained", data=mnist.parent)
    assert result.returncode == 1
    assert "NOT MET  MNIST: " in result.stdout and "of 10 right" in result.stdout


@pytest.mark.parametrize("file, make, message", [
    ("train-images-idx3-ubyte.gz", lambda data: data[:2000], "ends too early"),
    ("train-images-idx3-ubyte.gz", lambda data: gzip.compress(idx(60, 28, 27)), "has a wrong size"),
    ("train-labels-idx1-ubyte", lambda data: data[:-1], "has a wrong size"),
    ("train-labels-idx1-ubyte", lambda data: b"labels", "is no IDX file of this kind"),
    ("train-labels-idx1-ubyte", lambda data: data[:-1] + b"\x0a", "a label above 9"),
    ("train-labels-idx1-ubyte", lambda data: idx(59), "not as many labels as pictures"),
])
def test_bad_data_is_named(run, mnist, file, make, message):
    replace(mnist / file, make)
    result = run("pretrained", data=mnist.parent)
    assert result.returncode == 1 and message in result.stderr


def test_bad_photographs_are_named(run, tmp_path):
    (tmp_path / "cifar10").mkdir()
    (tmp_path / "cifar10/test_batch.bin").write_bytes(bytes(3072))
    result = run("pretrained", data=tmp_path)
    assert result.returncode == 1 and "test_batch.bin: has a wrong size" in result.stderr
