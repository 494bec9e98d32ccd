"""The cover of the EPUB: title, subtitle and edition in the book's type and colours."""

from PIL import Image, ImageDraw, ImageFont

from . import colours
from .fonts import installed

SIZE = WIDTH, HEIGHT = 1600, 2400
MARGIN = 180
INK, MUTED = "#22201c", "#5f5a50"


def draw(target, title, subtitle, book):
    """Writes the picture; the same words and colours give the same bytes."""
    accent = colours.readable(book["colour"] or colours.HUES["accent"], colours.PAPER)
    picture = Image.new("RGB", SIZE, colours.PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 60, HEIGHT), fill=accent)
    y = _write(pen, 520, title, "Regular", 164, INK) + 60
    y = _write(pen, y, subtitle, "Italic", 78, MUTED) + 90
    pen.rectangle((MARGIN, y, MARGIN + 440, y + 8), fill=accent)
    _write(pen, y + 100, book["edition_title"] or book["edition"], "Regular", 74, INK)
    foot = ", ".join(filter(None, [book["institution"], book["version"] and f"Version {book['version']}", book["date"]]))
    _write(pen, HEIGHT - 320, foot, "Regular", 60, MUTED)
    picture.save(target, optimize=True)


def _write(pen, y, text, style, size, colour):
    """Sets text in lines that fit, and returns where the next thing may stand."""
    font = ImageFont.truetype(installed(f"TeX Gyre Pagella:style={style}", "fonts-texgyre"), size)
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    for line in lines:
        pen.text((MARGIN, y), line, colour, font)
        y += round(1.2 * size)
    return y
