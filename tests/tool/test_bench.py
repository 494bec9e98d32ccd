"""`tito bench`: the table comes from runs, and unequal work is no comparison."""

import re
import subprocess
import sys

import pytest
from conftest import ROOT, succeed, tito

sys.path.insert(0, str(ROOT / "benchmarks"))


def test_benchmarks_are_listed_and_an_unknown_one_is_refused():
    assert "literate" in succeed(tito("bench")).stdout.split()
    refused = tito("bench", "nothing")
    assert refused.returncode == 1 and "there is: literate" in refused.stderr


def test_the_table_has_a_row_for_every_tool_that_is_installed(tmp_path):
    table = tmp_path / "table.txt"
    printed = succeed(tito("bench", "literate", "--chapters", 2, "--lines", 600, "--rounds", 1, "--no-pdf", "--out", table)).stdout
    assert table.read_text() in printed
    names = re.findall(r"^  (\S.*?)  +[\d.]+ m?s", table.read_text(), re.M)
    for name in ("tito tangle", "noweb: markup | mnt -all", "tito tangle --edition student", "tito weave", "tito: HTML", "Sphinx: HTML"):
        assert name in names


@pytest.mark.parametrize("tool", ["all", "one", "entangled"])
def test_a_tool_that_writes_something_else_stops_the_comparison(tmp_path, tool):
    import literate
    bench = literate.Bench(tmp_path, chapters=1, lines=300, factor=1)
    for name in ("tito", "all", "one", "entangled"):
        bench.fresh(name)()
        for root in bench.roots:
            (tmp_path / name / root).write_text("the same\n")
    bench.check_tangled()
    (tmp_path / tool / bench.roots[0]).write_text("another\n")
    with pytest.raises(SystemExit, match="is not what tito wrote"):
        bench.check_tangled()


def test_training_is_measured_without_the_peer_too(tmp_path):
    """The distribution's Python has no PyTorch: the rows have our own times alone."""
    result = subprocess.run(["/usr/bin/python3", ROOT / "benchmarks/train.py", "--rounds", "1", "--out", tmp_path / "train.txt"],
                            capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "PyTorch is not installed" in result.stderr
    rows = (tmp_path / "train.txt").read_text().splitlines()[2:]
    assert [row.split()[0] for row in rows][-2:] == ["xor", "mlp"] and len(rows) == 13
    assert all(float(row.split()[1]) > 0 for row in rows)


def test_the_test_run_is_projected_from_what_each_group_took():
    import ci
    rows = [{"group": "tool, sanitizers", "seconds": 100, "before": False}, {"group": "mutants", "seconds": 80, "before": False},
            *({"group": f"prefix through 0{c}", "seconds": 10 + 2 * c, "before": False} for c in range(7))]
    lines = list(ci.table(rows, 8, 21, None))
    assert lines[1].split()[-4:] == ["s", "100", "s", "once"] and lines[2].split()[-3:] == ["210", "s", "chapter"]
    assert lines[3].split()[-3:] == [str(sum(10 + 2 * c for c in range(20))), "s", "line"]
    assert "within 40 minutes" in lines[4]
    assert "OVER 40 minutes" in list(ci.table([rows[1] | {"seconds": 2000}], 8, 21, None))[-1]
    assert "generated" in list(ci.table(rows, 8, 21, 50))[3]
