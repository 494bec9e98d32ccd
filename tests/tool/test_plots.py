"""plots.py: the same table gives the same picture, and a picture that would be wrong is not drawn."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import pytest

from conftest import ROOT

TABLE = 'n,rows: ns,columns: ns,"sums, to pay",bytes\n16,0.5,1.5,3,64\n64,0.25,2.5,never,0\n256,0.125,30,1,4096\n'
PLOT = {"id": "walk", "x": "n", "y": ["rows: ns", "columns: ns"], "log": "xy", "place": "chapters/00_a.nw:7:1"}


def draw(folder, *plots, table=TABLE):
    (folder / "walk.csv").write_text(table)
    (folder / "plots.json").write_text(json.dumps(plots))
    return subprocess.run([sys.executable, ROOT / "book/plots.py", folder / "plots.json"], capture_output=True, text=True)


def drawn(folder, **changes):
    result = draw(folder, PLOT | changes)
    assert result.returncode == 0, result.stderr
    return (folder / "walk.svg").read_text()


def texts(svg):
    return ["".join(element.itertext()) for element in xml.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_same_table_gives_the_same_bytes(tmp_path):
    drawn(tmp_path)
    before = {kind: (tmp_path / f"walk.{kind}").read_bytes() for kind in ("svg", "pdf")}
    drawn(tmp_path)
    assert before == {kind: (tmp_path / f"walk.{kind}").read_bytes() for kind in ("svg", "pdf")}
    assert before["pdf"].startswith(b"%PDF")
    assert not re.search(rb"CreationDate|20\d\d-\d\d", before["pdf"] + before["svg"])


def test_other_numbers_give_another_picture(tmp_path):
    before = drawn(tmp_path)
    assert draw(tmp_path, PLOT, table=TABLE.replace("30", "60")).returncode == 0
    assert (tmp_path / "walk.svg").read_text() != before


def test_the_axes_say_the_columns_and_their_unit(tmp_path):
    shown = texts(drawn(tmp_path))
    assert {"n", "ns", "rows", "columns", "16", "64", "256"} <= set(shown)
    single = texts(drawn(tmp_path, y=["bytes"], log="x"))
    assert "bytes" in single and "rows" not in single


def test_curves_differ_in_more_than_colour(tmp_path):
    svg = drawn(tmp_path)
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", svg))) == 1, "one is dashed, one is not"
    for colour in ("#0072b2", "#d55e00"):
        assert colour in svg


def test_a_picture_can_stand_in_any_page(tmp_path):
    """Its ink is that of the page, its ids are its own, it brings no style for others and no typeface."""
    svg = drawn(tmp_path)
    assert svg.startswith("<svg ") and "currentColor" in svg and "#010203" not in svg
    assert all(one.startswith("plot-walk-") for one in re.findall(r'\bid="([^"]*)"', svg))
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(|href=")#([^)"]*)', svg)) <= set(ids)
    assert "<style" not in svg and "font-family" not in svg and "<metadata" not in svg


@pytest.mark.parametrize("change, message", [
    ({"y": ["rows: us"]},
     "the table of `walk` has no column `rows: us`; its columns are `n`, `rows: ns`, `columns: ns`, `sums, to pay`, `bytes`"),
    ({"x": "N"}, "has no column `N`"),
    ({"y": ["sums, to pay"], "log": ""}, "the column `sums, to pay` holds `never`, which is no number to draw; choose another column"),
    ({"y": ["bytes"]}, "the column `bytes` holds 0, which no logarithmic axis has; take `log` away"),
    ({"y": ["rows: ns", "bytes"], "log": ""}, "the columns `rows: ns`, `bytes` have no unit in common, so they share no axis"),
])
def test_a_description_that_does_not_fit_the_table_is_refused(tmp_path, change, message):
    result = draw(tmp_path, PLOT | change)
    assert result.returncode == 1
    assert f"{PLOT['place']}: " in result.stderr and message in result.stderr
    assert not (tmp_path / "walk.svg").exists()


@pytest.mark.parametrize("table, message", [
    ("n,ns,ns\n1,2,3\n2,3,4\n", "has several columns `ns`"),
    ("n,ns\n1,2\n", "too few rows"),
    ("n,ns\n1,inf\n2,3\n", "holds `inf`"),
    ("n,ns\n1,2\nn,ns,ms\n", "prints one table"),
    ("", "has no column `n`"),
])
def test_a_table_that_cannot_be_drawn_is_refused(tmp_path, table, message):
    result = draw(tmp_path, PLOT | {"y": ["ns"]}, table=table)
    assert result.returncode == 1 and message in result.stderr


def test_all_faults_are_reported_at_once_and_nothing_is_drawn(tmp_path):
    result = draw(tmp_path, PLOT, PLOT | {"x": "one"}, PLOT | {"x": "two"})
    assert result.returncode == 1 and "`one`" in result.stderr and "`two`" in result.stderr
    assert not (tmp_path / "walk.svg").exists()
