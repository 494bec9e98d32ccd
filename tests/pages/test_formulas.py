"""Formulas as the browser gets them."""

import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "theme"))

SIGN = '<mo form="prefix">&#x02212;</mo>'


@pytest.mark.parametrize("tex, signs", [("x = -1", 1), (r"\sigma(-80)", 1), ("a - b", 0), ("(a) - b", 0), ("10^{-5} - 1", 0), ("a, -b, -c", 2)])
def test_a_minus_is_a_sign_exactly_after_an_operator(tex, signs):
    from tinytorch_theme.mathml import _mathml
    assert _mathml(None, tex, "inline").count(SIGN) == signs


def test_infinity_is_a_number():
    from tinytorch_theme.mathml import _mathml
    assert "<mi>&#x0221E;</mi>" in _mathml(None, r"1 / \infty", "inline")
