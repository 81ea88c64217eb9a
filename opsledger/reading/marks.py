"""What a line of Markdown begins with, looked at by itself: a heading, a bullet, a box, or a break."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.patterns import pattern

SPACES = " \t\u00a0\u202f"
_BULLETS = "-*+"
_DEEPEST = 6
CODE_INDENT = 4
SHORTEST_FENCE = 3


class Heading(NamedTuple):
    """A heading: its level and title, where it begins and ends, and whether a space parts the hashes from the title.

    start, end: offsets in its line; of an underlined heading in the whole text, and it has no hashes.
    """

    level: int
    title: str
    start: int
    end: int
    is_spaced: bool = True
    is_underlined: bool = False

    @property
    def is_tag(self) -> bool:
        """Whether it is a `#tag` and no heading."""
        return self.level == 1 and not self.is_spaced and bool(self.title)


class Bullet(NamedTuple):
    """What begins a list item: the width of its indent, and the offset after it."""

    indent: int
    end: int


def heading_in(line: str) -> Heading | None:
    """The heading on a line that begins with hashes; a missing space after them is allowed."""
    start = len(line) - len(line.lstrip(" "))
    if start >= CODE_INDENT or line[start : start + 1] != "#":
        return None
    text = line[start:].lstrip("#")
    level = len(line) - start - len(text)
    if level > _DEEPEST or not text.strip("\r\n"):
        return None
    title = text.strip()
    bare = title.rstrip("#")
    if bare != title and bare[-1:].isspace():
        title = bare.rstrip()
    return Heading(level, title, start, len(line.rstrip()), text[0].isspace())


def bullet_in(line: str) -> Bullet | None:
    """The bullet that a line begins with, if it is a list item's."""
    stripped = line.lstrip(" \t")
    if not stripped or stripped[0] not in _BULLETS or is_break(stripped):
        return None
    rest = stripped[1:].lstrip(SPACES)
    if rest.strip("\r\n") and len(rest) == len(stripped) - 1:
        return None
    return Bullet(len(line) - len(stripped), len(line) - len(rest))


class Box(NamedTuple):
    """The box of a decision: its mark, as `x`, the offset after it, and that after the spaces that follow."""

    mark: str
    end: int
    next: int


_BOX = pattern(r"(?P<box>\[(?P<mark>[^\]\n]?)\])[ \t]*")
_TICK = pattern(r"\[[ xX-]\][ \t]*|(?<!\S)done:\S+")


def box_in(text: str, start: int = 0, end: int | None = None) -> Box | None:
    """The box that stands at an offset, whatever its mark."""
    found = _BOX.match(text, start, len(text) if end is None else end)
    return Box(found["mark"], found.end("box"), found.end()) if found else None


def unticked(text: str) -> str:
    """The text of a decision without what ticking it changes, its box and its `done:`; its spaces are single."""
    return " ".join(_TICK.sub("", text).split())


def is_break(line: str) -> bool:
    """Whether a line is nothing but three or more of the same sign, as `---` or `* * *`."""
    bare = "".join(line.split())
    return len(bare) >= SHORTEST_FENCE and bare[0] in "-*_" and not bare.strip(bare[0])


def underlined_level(stripped: str) -> int:
    """The level of the heading that a line makes of the paragraph above it; 0 if it underlines nothing."""
    bare = stripped.rstrip(" \t")
    if len(bare) < 2 or bare[0] not in "=-" or bare.strip(bare[0]):
        return 0
    return 1 if bare[0] == "=" else 2


_NUMBERED = 9  # digits at most
_OTHERS = frozenset("•‣◦▪▫●○■□◆◇·∙⁃–—−―➢➤►▶▸→»✓✔✗✘☐☑☒")


def other_bullet(text: str) -> int:
    """How much of a text is a bullet that is not a list item's here: `•`, `–`, `1.`, `2)`; 0 if none begins it."""
    if not text:
        return 0
    if text[0] in _OTHERS:
        end = 1
    else:
        opened = int(text[0] == "(")
        end = opened
        while end < len(text) and end < _NUMBERED + opened and text[end] in "0123456789":
            end += 1
        if end == opened or text[end : end + 1] not in ((")",) if opened else (".", ")")):
            return 0
        end += 1
    rest = text[end:].lstrip(SPACES)
    is_apart = len(rest) < len(text) - end or text[0] in "•‣◦▪▫●○■□◆◇☐☑☒"
    return len(text) - len(rest) if is_apart and rest else 0
