"""What could stand at the cursor: names of chunks after `<<`, directives, ids; in code it is clangd that knows."""

import re

from lsprotocol import types

from chapters import DIRECTIVES, KINDS

_CHUNK = re.compile(r" *<<([^<>]*)")
_DIRECTIVE = re.compile(r":{3,}\{([\w-]*)")
_ARGUMENT = re.compile(r":{3,}\{(answer|output)\} +([\w-]*)")
_QUOTED = re.compile(r"(?:^|.*[^\w`])`([a-z0-9-]*)")


def complete(book, chapter, line, column):
    """A list of completions, or nothing where only clangd can help."""
    text = chapter.lines[line][:column] if line < len(chapter.lines) else ""
    if _CHUNK.fullmatch(text):
        return names(book, chapter, ">>" if _rest_of_name(chapter.lines[line], column) is None else "")
    if chapter.is_code(line):
        return None
    if _DIRECTIVE.fullmatch(text):
        return _list((name, types.CompletionItemKind.Keyword, "directive") for name in DIRECTIVES)
    if argument := _ARGUMENT.fullmatch(text):
        if argument[1] == "answer":
            return _list((directive.id, types.CompletionItemKind.Reference, directive.argument)
                         for directive in book.directives() if directive.name == "exercise" and directive.id)
        return _list((name.id, types.CompletionItemKind.Reference, name.kind)
                     for name in book.names() if name.defines and name.kind in ("analysis", "listing"))
    if _QUOTED.fullmatch(text):
        return _list((id, types.CompletionItemKind.Reference, "id") for id in book.ids())
    return _list(())


def names(book, chapter, closing):
    """Names that exist, and those that the exercises of this chapter want."""
    found = {name.text: name.kind for name in book.names() if name.defines}
    for directive in chapter.directives:
        if directive.name == "exercise" and directive.id:
            for kind in KINDS[:4]:
                found.setdefault(f"{kind}: {directive.id}", kind)
    return _list((name, types.CompletionItemKind.Module if kind == "root" else types.CompletionItemKind.Function, kind, closing)
                 for name, kind in sorted(found.items()))


def _list(entries):
    items = {}
    for label, kind, detail, *closing in entries:
        items[label] = types.CompletionItem(label, kind=kind, detail=detail, insert_text=label + "".join(closing))
    return types.CompletionList(False, list(items.values()))


def of_code(answer):
    """clangd's list without what belongs to the scratch tree."""
    if not answer:
        return _list(())
    items = answer.items if isinstance(answer, types.CompletionList) else answer
    for item in items:
        item.additional_text_edits = item.command = item.data = None
    return types.CompletionList(getattr(answer, "is_incomplete", False), items)


def replaced(chapter, line, column):
    """The columns of what a completion takes the place of."""
    text = chapter.lines[line] if line < len(chapter.lines) else ""
    if chunk := _CHUNK.fullmatch(text[:column]):
        return chunk.start(1), column + len(_rest_of_name(text, column) or "")
    word = re.search(r"\w*$" if chapter.is_code(line) else r"[\w-]*$", text[:column])
    return word.start(), column


def _rest_of_name(text, column):
    """What stands between the cursor and `>>`; nothing where no `>>` stands."""
    rest = re.match(r"([^<>]*)>>", text[column:])
    return rest and rest[1]


def described(book, text):
    """A chunk as it stands in the book, for a hover."""
    parts = [(chapter.file, chunk.name.at.line + 1, chapter.code_of(chunk)) for chapter in book.chapters.values()
             for chunk in chapter.chunks if chunk.name.text == text]
    if not parts:
        return f"⟨{text}⟩ is not defined"
    uses = sum(not name.defines for name in book.occurrences(text))
    shown = "\n\n".join(f"{file}:{line}\n```cpp\n" + "\n".join(code[:25]) + "\n```" for file, line, code in parts[:4])
    more = f"\n\n… and {len(parts) - 4} more parts" if len(parts) > 4 else ""
    return f"⟨{text}⟩, {len(parts)} part{'s' * (len(parts) > 1)}, used {uses} time{'s' * (uses != 1)}\n\n{shown}{more}"
