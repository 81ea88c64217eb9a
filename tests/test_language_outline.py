from __future__ import annotations

from opsledger.language.outline import outline_parts
from opsledger.source import SourceFile

RECORD = """\
---
name: Quay
---
# Notes
```
## no heading
```
## Log
- 2026-11-02 note

## Own
text
"""


def shapes(path: str, text: str) -> list[tuple[str, str, int, int]]:
    """Each part with its first and last line."""
    source = SourceFile(path, text)
    return [
        (part.kind, part.title, source.line_at(part.start), source.line_at(max(part.end - 1, 0)))
        for part in outline_parts(source)
    ]


def test_front_matter_and_sections_are_parts() -> None:
    assert shapes("leads/a.md", RECORD) == [
        ("front matter", "front matter", 1, 3),
        ("section", "Notes", 4, 12),
        ("section", "Log", 8, 10),
        ("section", "Own", 11, 12),
    ]


def test_carriage_returns_make_no_difference() -> None:
    assert shapes("leads/a.md", RECORD.replace("\n", "\r\n")) == shapes("leads/a.md", RECORD)


def test_a_reviews_generated_parts_fold() -> None:
    text = "# Review\n<!-- opsledger:begin stand 01ab -->\ntext\n<!-- opsledger:end stand -->\nmine\n"
    assert ("generated", "stand", 2, 4) in shapes("reviews/2026-11-20.md", text)


def test_a_file_without_parts_has_none() -> None:
    assert shapes("leads/a.md", "") == []
