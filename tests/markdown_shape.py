"""What a Markdown text means, as a reader of it would see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

HASH = re.compile(r" [0-9a-f]{12}(?= -->)")
READER = MarkdownIt("commonmark").enable("table")
# What carries no structure of its own: the words themselves, and whether they are shown as code.
WORDS = frozenset(("text", "text_special", "code_inline"))


@lru_cache(4)
def parsed(markdown: str) -> tuple[Token, ...]:
    """The blocks of a text; of the last ones, since a test looks at one text in many ways."""
    return tuple(READER.parse(without_front_matter(markdown)))


def tokens(markdown: str) -> Iterator[Token]:
    """Every token of a text, those within a line too."""
    for token in parsed(markdown):
        yield token
        yield from token.children or ()


def without_front_matter(markdown: str) -> str:
    """A text from behind its front matter."""
    return markdown.split("\n---\n", 1)[1] if markdown.startswith("---\n") else markdown


def shape(markdown: str) -> list[tuple[str, str]]:
    """The structure of a text: every token that is not words, with its tag; HTML as it stands, but for hashes."""
    return [
        (token.type, HASH.sub("", token.content) if token.type.startswith("html") else token.tag)
        for token in tokens(markdown)
        if token.type not in WORDS
    ]


def words(markdown: str) -> str:
    """The words of a text as they are shown, code too, a line for each block."""
    lines = []
    for token in parsed(markdown):
        if token.type == "fence":
            lines.append(token.content)
        elif token.type == "inline":
            lines.append("".join(child.content for child in token.children or ()))
    return "\n".join(lines)


def links(markdown: str) -> list[str]:
    """The targets of links and pictures."""
    found = (token.attrGet("href") or token.attrGet("src") for token in tokens(markdown))
    return [str(target) for target in found if target is not None]


def headings(markdown: str) -> list[str]:
    """The headings' words."""
    every = parsed(markdown)
    return [every[number + 1].content for number, token in enumerate(every) if token.type == "heading_open"]


def columns(markdown: str) -> list[int]:
    """The number of cells in each row of each table."""
    counts: list[int] = []
    for token in tokens(markdown):
        if token.type == "tr_open":
            counts.append(0)
        elif token.type in ("td_open", "th_open"):
            counts[-1] += 1
    return counts
