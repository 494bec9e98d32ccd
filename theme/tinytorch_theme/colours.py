"""Contrast, computed: WCAG 2.2 asks 4.5:1 for text, and a course may bring any colour of its own."""

PAPER, CODE = "#fffefb", "#f7f4ed"
NIGHT, NIGHT_CODE = "#16181b", "#1f2226"


def _linear(byte):
    value = byte / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channels(colour):
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(2 * digit for digit in colour)
    return [int(colour[i:i + 2], 16) for i in (0, 2, 4)]


def contrast(one, other):
    """The WCAG contrast ratio of two ``#rrggbb`` colours."""
    lights = sorted(sum(k * _linear(c) for k, c in zip((0.2126, 0.7152, 0.0722), _channels(x))) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def readable(colour, *grounds, ratio=4.5):
    """``colour`` moved towards black or white, no further than needed to be read on every one of ``grounds``."""
    end = 0 if contrast(grounds[0], "#000000") > contrast(grounds[0], "#ffffff") else 255
    for step in range(101):
        mixed = "#" + "".join(f"{round(c + (end - c) * step / 100):02x}" for c in _channels(colour))
        if all(contrast(mixed, ground) >= ratio for ground in grounds):
            return mixed
    return mixed


# One hue for each meaning. A hue is never the only sign: every box and badge also says in words what it is.
HUES = {
    "accent": "#a33a12", "green": "#2c6b45", "blue": "#2a5d9c", "violet": "#6d4a9e", "ochre": "#8a5a00", "teal": "#14666e",
    "plum": "#92376b", "grey": "#6a655c",
}


def variables(accent=""):
    """The CSS variables of both modes, from one accent colour: ``(light, dark)``."""
    hues = HUES | ({"accent": accent} if accent else {})
    return _mode(hues, PAPER, CODE, "#22201c", "#5f5a50", "#e6e1d6"), _mode(hues, NIGHT, NIGHT_CODE, "#d9d5cd", "#a39e94", "#34383d")


def _mode(hues, ground, code, text, muted, line):
    hue = {name: readable(value, ground, code) for name, value in hues.items()}
    return {f"tt-{name}": value for name, value in hue.items()} | {
        "tt-code": code,
        "tt-line": line,
        "color-background-primary": ground,
        "color-background-secondary": code,
        "color-background-hover": line,
        "color-background-hover--transparent": line + "00",
        "color-background-border": line,
        "color-code-background": code,
        "color-inline-code-background": code,
        "color-foreground-primary": text,
        "color-foreground-secondary": muted,
        "color-foreground-muted": muted,
        "color-foreground-border": muted,
        "color-content-foreground": text,
        "color-brand-primary": hue["accent"],
        "color-brand-content": hue["accent"],
        "color-brand-visited": hue["accent"],
        "color-link": hue["accent"],
        "color-link--hover": hue["accent"],
        "color-link--visited": hue["accent"],
        "color-link--visited--hover": hue["accent"],
        "color-link-underline": hue["accent"],
        "color-link-underline--hover": hue["accent"],
        "color-link-underline--visited": hue["accent"],
        "color-link-underline--visited--hover": hue["accent"],
        "color-sidebar-background": code,
        "color-sidebar-link-text": text,
        "color-sidebar-link-text--top-level": text,
        "color-sidebar-caption-text": muted,
        "color-sidebar-search-border": line,
        "color-toc-item-text": muted,
        "color-toc-title-text": muted,
        "color-toc-item-text--active": hue["accent"],
        "color-header-background": ground,
        "color-header-border": line,
        "color-header-text": text,
        "color-highlight-on-target": line,
        "color-highlighted-background": "#f5dfa0" if text < ground else "#5c4a12",
        "color-highlighted-text": text,
        "color-api-background": code,
        "color-api-background-hover": line,
        "color-api-overall": muted,
        "color-api-name": text,
        "color-api-pre-name": muted,
        "color-api-paren": muted,
        "color-api-keyword": muted,
        "color-table-header-background": code,
        "color-table-border": line,
    }
