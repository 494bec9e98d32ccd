"""Finding one's way: names in code, context, the index of identifiers, what a chapter changed, the API reference, uses that expand."""

import html
import json
import re
import subprocess

import pytest

from conftest import ROOT, chunks, succeed, tito

TENSOR = "chapters/01_tensor.html"
CHECK = "chunk-check-that-the-inner-dimensions-agree"


@pytest.fixture
def page(published, browser):
    """Opens a page of the book: ``page(path)``, or with settings of a browser's context."""
    contexts = []

    def open_page(path, **settings):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
        contexts.append(context)
        context.set_default_timeout(0)  # a machine that is busy says nothing of a page; the limit on a test holds
        opened = context.new_page()
        opened.goto((published.html / path.split("#")[0]).as_uri() + "".join(f"#{part}" for part in path.split("#")[1:]))
        return opened

    yield open_page
    for context in contexts:
        context.close()


def chapter_pages(published):
    return {path: path.read_text(encoding="utf-8") for path in sorted((published.html / "chapters").glob("*.html"))}


def named_links(text):
    """(word, URL) of every name in code that is a link."""
    return [(html.unescape(word), html.unescape(url))
            for url, word in re.findall(r'<a class="code-name" href="([^"]*)" title="[^"]*">([^<]*)</a>', text)]


def text_of_chunk(name, part=1):
    """All lines of one definition, read from the chapters."""
    return "\n".join([chunk for chunk in chunks() if chunk.name == name][part - 1].lines)


# ---------------------------------------------------------------- names in code

def test_a_name_leads_to_the_chunk_that_defines_it(page):
    opened = page(f"{TENSOR}#{CHECK}")
    link = opened.locator(f"#{CHECK} a.code-name", has_text="to_string").first
    link.click()
    target = opened.evaluate("location.hash").lstrip("#")
    assert target == "chunk-answer-questions-about-shapes-3"
    assert "std::string to_string(const Dims& dims) {" in opened.locator(f"#{target} pre").inner_text()
    assert "std::string to_string(const Dims& dims) {" in text_of_chunk("answer questions about shapes", 3)


def test_every_named_link_leads_to_a_chunk_that_says_the_name(published):
    """The target's own text holds the word: a definition at least names what it defines."""
    woven = {}
    for file in (ROOT / "build/reader/woven/chapters").glob("*.json"):
        woven |= json.loads(file.read_text())["chunks"]
    count = 0
    for text in chapter_pages(published).values():
        for word, url in named_links(text):
            target = woven[url.partition("#")[2]]
            assert any(re.search(rf"\b{word}\b", line.get("text", "")) for line in target["lines"]), (word, url)
            count += 1
    assert count > 1500


def test_no_name_is_linked_in_a_comment_a_string_or_a_path(published):
    for path, text in chapter_pages(published).items():
        for kind in ("c1", "cm", "cp", "cpf", "s", "se", "sr", "sc"):
            for inside in re.findall(rf'<span class="{kind}">((?:[^<]|<a [^>]*>|</a>)*)</span>', text):
                assert "code-name" not in inside, (path.name, inside)


def test_a_local_name_and_an_unknown_object_have_no_link(page):
    opened = page(TENSOR)
    linked = opened.locator(f"#{CHECK} a.code-name").all_inner_texts()
    assert "wrong" not in linked and "a" not in linked, "a local variable and a parameter"
    assert "shape" in linked, "a member of an object whose type is known"
    walk = opened.locator("#chunk-answer-questions-about-shapes a.code-name").all_inner_texts()
    assert "Shape" in walk and "shape" not in walk, "a parameter that is called like a member of Tensor"


def test_a_name_of_several_things_is_linked_only_where_scope_decides(published):
    """`sum` is a field of Kernels, a member of Tensor, two functions in two chunks, and a function of one file."""
    woven = json.loads((ROOT / "build/reader/woven/identifiers.json").read_text())["identifiers"]
    assert len([one for one in woven if one["name"] == "sum"]) >= 3
    facts = json.loads((ROOT / "build/reader/woven/chapters/01_tensor.json").read_text())
    meanings = {name[2] for chunk in facts["chunks"].values() for line in chunk["lines"] for name in line.get("names", ())}
    assert {"tt::Kernels::sum", "tt::Tensor::sum", "tt::sum (1)", "tt::sum (2)", "tt::sum in src/kernels_plain.cpp"} <= meanings
    assert "tt::sum" not in meanings, "which of the two functions, the arguments say"
    assert not any(meaning.startswith("std::") for meaning in meanings)


def test_tab_passes_names_by_until_enter(page):
    opened = page(f"{TENSOR}#{CHECK}")
    box = opened.locator(f"#{CHECK} pre")
    box.focus()
    opened.keyboard.press("Tab")
    assert not opened.evaluate("document.activeElement.matches('.code-name')")
    box.focus()
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.matches('.code-name')")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.matches('.code-name')")
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.tagName") == "PRE"
    unscripted = page(TENSOR, java_script_enabled=False)
    assert unscripted.locator(f"#{CHECK} a.code-name[tabindex]").count() == 0


# ---------------------------------------------------------------- place and context

def test_a_chunk_says_its_file_and_its_function(page):
    opened = page(TENSOR)
    assert opened.locator(f"#{CHECK} .chunk-files").inner_text() == "src/matmul.cpp › matmul()"


def test_a_later_part_stands_in_faded_context(page):
    opened = page(f"{TENSOR}#chunk-answer-questions-about-shapes-2")
    part = opened.locator("#chunk-answer-questions-about-shapes-2")
    around = part.locator(".chunk-context")
    assert around.count() == 2
    assert around.nth(0).inner_text().splitlines() == ["  return bytes / each;", "}"]
    assert around.nth(1).inner_text().startswith("int dim_index(")
    assert all("not part of it" in around.nth(n).get_attribute("aria-label") for n in (0, 1))
    assert opened.locator("#chunk-answer-questions-about-shapes .chunk-context").count() == 0, "a first part needs none"


def test_context_is_not_copied(page):
    opened = page(f"{TENSOR}#chunk-answer-questions-about-shapes-2", permissions=["clipboard-read", "clipboard-write"])
    part = opened.locator("#chunk-answer-questions-about-shapes-2")
    part.locator(".highlight").hover()
    part.locator("button.copybtn").click()
    opened.wait_for_timeout(300)
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == text_of_chunk("answer questions about shapes", 2).strip()


# ---------------------------------------------------------------- pages about the program

def test_the_changes_of_a_chapter(published, page, tmp_path):
    home = page("index.html")
    assert home.locator('.contents-by-part a[href="changes/01_tensor.html"]').count() == 1
    opened = page(TENSOR)
    opened.locator(".closing a").click()
    opened.wait_for_url("**/changes/01_tensor.html")
    listed = dict(zip(opened.locator(".changes-new code").all_inner_texts(), opened.locator(".changes-new .changes-count").all_inner_texts()))
    succeed(tito("tangle", "--through", "01", "--out", tmp_path / "through_01"))  # later chapters fill slots of that file
    size = len((tmp_path / "through_01/src/matmul.cpp").read_text().splitlines())
    assert listed["src/matmul.cpp"] == f"new, {size} lines"
    assert "src/timing.cpp" not in listed, "chapter 00 made it"
    file = opened.locator("details.changes-file", has_text="include/tinytorch/tinytorch.hpp")
    added = file.locator(".line-added").all_inner_texts()
    assert any("#include <tinytorch/matmul.hpp>" in line and line.startswith("+") for line in added)
    assert len(added) == len(text_of_chunk("headers of the framework", 2).splitlines())
    assert file.locator(".line-from a").get_attribute("href") == "../chapters/01_tensor.html#chunk-headers-of-the-framework-2"
    file.locator("summary").click()
    assert not file.locator("pre").first.is_visible()


def test_the_index_of_identifiers(published, page):
    opened = page("identifiers.html", java_script_enabled=False)
    entry = opened.locator("#identifier-tt-matmul")
    assert entry.inner_text().split() == ["matmul", "function", "in", "tt"]
    facts = opened.locator("#identifier-tt-matmul + dd")
    assert "01 Tensor" in facts.inner_text()
    assert facts.locator("> a").first.get_attribute("href") == "chapters/01_tensor.html#chunk-multiply-stacks-of-matrices"
    assert facts.locator(".identifier-users a").count() > 3
    home = page("index.html")
    assert home.locator('a[href="identifiers.html"]').count() >= 1


def test_the_printed_index_has_pages(published):
    text = subprocess.run(["pdftotext", "-layout", published.pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"\bmatmul\s+function in tt\s+\d+, \d+", text)


def test_the_reference_and_the_chunks_lead_to_each_other(published, page):
    opened = page("identifiers.html")
    opened.locator("#identifier-tt-matmul + dd a", has_text="API").click()
    opened.wait_for_url(re.compile(r"/api/matmul\.html#_CPPv4N2tt6matmul"))
    entry = opened.locator("dl.cpp.function", has=opened.locator("[id^='_CPPv4N2tt6matmul']")).last
    links = entry.locator(".entry-chunks a")
    assert [link.inner_text() for link in links.all()] == ["⟨declare the matrix product⟩", "⟨multiply stacks of matrices⟩"]
    links.last.click()
    opened.wait_for_url("**/chapters/01_tensor.html#chunk-multiply-stacks-of-matrices")


def test_every_class_and_function_of_the_reference_leads_to_a_chunk(published):
    for path in (published.html / "api").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        entries = len(re.findall(r'<dl class="cpp (?:function|class|struct|var|member|enum|type)">', text))
        namespaces = len(re.findall(r'class="target" id="namespace[a-z_1]*"', text))
        assert text.count('class="entry-chunks"') >= entries - namespaces, path.name


# ---------------------------------------------------------------- uses expand in place

def expansion_of(opened, name):
    return opened.locator(f'#{name} > div .chunk-expand').first


@pytest.mark.parametrize("settings", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}])
def test_a_use_expands_in_place_and_again_inside(page, settings):
    opened = page(f"{TENSOR}#chunk-src-dims-cpp", **settings)
    sign = expansion_of(opened, "chunk-include-tinytorch-dims-hpp")
    assert sign.get_attribute("aria-expanded") == "false"
    if settings:
        box = sign.evaluate("e => { const s = getComputedStyle(e, '::after'); return [parseFloat(s.width), parseFloat(s.height)]; }")
        assert min(box) >= 24, "large enough for a finger"
        sign.tap()
    else:
        sign.focus()
        opened.keyboard.press("Enter")
    assert sign.get_attribute("aria-expanded") == "true"
    shown = opened.locator("#chunk-include-tinytorch-dims-hpp .chunk-expansion").first
    assert "class Dims {" in shown.inner_text()
    inner = shown.locator(".chunk-expand").first
    inner.tap() if settings else inner.press("Enter")
    assert "void erase(int i);" in shown.inner_text(), "a use inside what was opened"
    assert opened.evaluate("document.documentElement.scrollWidth") <= (settings or {"viewport": {"width": 1440}})["viewport"]["width"]
    sign.tap() if settings else sign.press("Enter")
    assert sign.get_attribute("aria-expanded") == "false"
    assert opened.locator("#chunk-include-tinytorch-dims-hpp .chunk-expansion").count() == 0


def test_without_script_a_use_is_a_link(page):
    opened = page(TENSOR, java_script_enabled=False)
    assert opened.locator(".chunk-expand").count() == 0
    use = opened.locator("#chunk-include-tinytorch-dims-hpp a.chunk-use").first
    use.click()
    assert opened.url.endswith("#chunk-define-a-list-of-at-most-six-whole-numbers")


def test_an_expansion_holds_no_context(page):
    opened = page(f"{TENSOR}#chunk-src-dims-cpp")
    opened.locator("#chunk-src-dims-cpp .chunk-expand").nth(1).click()
    shown = opened.locator("#chunk-src-dims-cpp .chunk-expansion").first
    assert "row_major" in shown.inner_text() and shown.locator(".chunk-context").count() == 0
