"""Colours of code: few, quiet, and each at least 4.5:1 on its ground. Print has none, only weight and slant."""

from pygments.style import Style
from pygments.token import Comment, Error, Generic, Keyword, Literal, Name, Number, Operator, Punctuation, String, Text, Token

from .colours import CODE, NIGHT_CODE


def _palette(text, comment, keyword, kind, function, string, number, macro):
    return {
        Token: text, Text: text, Name: text, Operator: text, Punctuation: text, Error: text,
        Comment: f"italic {comment}", Comment.Preproc: f"noitalic {macro}", Comment.PreprocFile: f"noitalic {string}",
        Keyword: keyword, Keyword.Type: kind, Keyword.Constant: number,
        Name.Class: kind, Name.Namespace: text, Name.Function: function, Name.Builtin: function, Name.Decorator: macro,
        Name.Attribute: function, Name.Tag: keyword, Operator.Word: keyword,
        String: string, Number: number, Literal: number,
        Generic.Deleted: macro, Generic.Inserted: string, Generic.Heading: f"bold {text}", Generic.Subheading: f"bold {text}",
        Generic.Prompt: f"bold {comment}", Generic.Output: text, Generic.Emph: "italic", Generic.Strong: "bold",
    }


class Day(Style):
    background_color = CODE
    styles = _palette(text="#24211c", comment="#66604f", keyword="#8a2a0d", kind="#0d5a66", function="#1c4f91",
                      string="#35600f", number="#7a3383", macro="#7b4a00")


class Night(Style):
    background_color = NIGHT_CODE
    styles = _palette(text="#dcd8d0", comment="#a39c8c", keyword="#f0a17c", kind="#7fcad3", function="#96bdf2",
                      string="#aecb82", number="#d7a6e0", macro="#e2bd7c")


class Ink(Style):
    """For e-readers, whose ground and ink are the reader's: weight and slant, no colour."""

    background_color = None
    styles = {
        Comment: "italic", Comment.Preproc: "noitalic", Keyword: "bold", Keyword.Type: "nobold", Operator.Word: "bold",
        Name.Class: "nobold", Generic.Heading: "bold", Generic.Prompt: "bold",
    }


class Print(Style):
    background_color = "#ffffff"
    styles = {
        Token: "#000000", Comment: "italic #444444", Comment.Preproc: "noitalic #000000", Keyword: "bold", Keyword.Type: "nobold",
        Operator.Word: "bold", Name.Class: "nobold", Generic.Heading: "bold", Generic.Prompt: "bold",
    }
