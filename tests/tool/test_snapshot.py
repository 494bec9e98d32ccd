"""tito snapshot: the framework as it stands after a chapter, to be handed out."""

from conftest import snapshot, succeed, tito


def test_it_is_the_prefix_without_the_graders_part(small_book):
    succeed(tito("snapshot", "00", "--out", "S0", cwd=small_book))
    succeed(tito("snapshot", "01_second", "--out", "S1", cwd=small_book))
    succeed(tito("tangle", "--through", "00", "--out", "T0", cwd=small_book))
    header = b"// Tangled from chapters/00_first.nw: edit that, not this file.\n"  # not for those who have no chapters
    assert {path: data for path, (data, _) in snapshot(small_book / "S0").items()} == \
           {path: data.replace(header, b"") for path, (data, _) in snapshot(small_book / "T0").items()}
    assert "2 * 3 * 7" in (small_book / "S1/src/answer.cpp").read_text()
    assert not (small_book / "S1/probes").exists()


def test_it_overwrites_nothing(small_book):
    (small_book / "S").mkdir()
    (small_book / "S/mine").write_text("mine")
    before = snapshot(small_book)
    result = tito("snapshot", "00", "--out", "S", cwd=small_book)
    assert result.returncode == 1 and "not empty" in result.stderr and ";" in result.stderr
    assert snapshot(small_book) == before


def test_an_unknown_chapter(small_book):
    result = tito("snapshot", "07", "--out", "S", cwd=small_book)
    assert result.returncode == 1 and "07" in result.stderr and not (small_book / "S").exists()
