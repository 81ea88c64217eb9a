"""Setting, changing and removing a field of the front matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from opsledger.dataclass import dataclass
from opsledger.diagnostics import did_you_mean
from opsledger.editing.edit import EditRefused, Reading, Splice, plain_facts, without_places
from opsledger.editing.places import line_end_of
from opsledger.editing.record_text import read_option, written_value
from opsledger.reading.fields import Field
from opsledger.reading.front_matter import FrontMatter, read_front_matter
from opsledger.reading.kinds import Kind
from opsledger.reading.tree import DUPLICATE_KEY, PairEntry
from opsledger.source import SourceFile
from opsledger.values.misread import Misread


@dataclass(frozen=True, slots=True)
class SetField:
    """A field and its new value as a person writes it; None removes the field."""

    path: str
    key: str
    value: str | None
    new_text: str | None = None

    def splice(self, before: Reading) -> Splice:
        """The value in the place of the old one, or a line of its own. Raises EditRefused."""
        field = field_of(before.kind, self.key)
        source = before.source
        front, problems = read_front_matter(source)
        if any(
            problem.rule is DUPLICATE_KEY and problem.span and problem.span.text == self.key for problem in problems
        ):
            raise EditRefused(f"`{self.key}` is given twice in {self.path}: delete one of them first")
        entry = next((entry for entry in front.entries or () if entry[0] == self.key), None)
        if self.value is None:
            if entry is None:
                raise EditRefused(f"{self.path} has no `{self.key}`")
            return _without(source, entry)
        written = written_value(field, value_of(field, self.value))
        if entry is None:
            return _added(source, front, f"{self.key}: {written}")
        return _replaced(source, entry, written)

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the field has the value, and everything else is as it was."""
        field = field_of(before.kind, self.key)
        said, says = plain_facts(before.record), plain_facts(after.record)
        default = next((each.default for each in fields(before.record) if each.name == field.target), None)
        wanted: object = default
        if self.value is not None:
            written = value_of(field, self.value)
            one = field.type.read
            wanted = one(written) if isinstance(written, str) else tuple(one(each) for each in written)
        has = says.pop(field.target)
        said.pop(field.target)
        if isinstance(wanted, str) and isinstance(has, tuple):  # a reference: its id, and where it is
            has = has[0]
        return said == says and has == without_places(wanted)


def field_of(kind: Kind, key: str) -> Field:
    """A kind's field by its key. Raises EditRefused with the nearest one."""
    field = next((field for field in kind.fields if field.key == key), None)
    if field is None:
        keys = [field.key for field in kind.fields]
        hint = did_you_mean(key, keys) or (
            f"its fields are {', '.join(f'`{name}`' for name in keys)}; add a key of your own in an editor"
        )
        raise EditRefused(f"a {kind.name} has no field `{key}`: {hint}")
    return field


def value_of(field: Field, written: str) -> str | Sequence[str]:
    """A value as it is given on the command line, checked; a list comes with commas. Raises EditRefused."""
    try:
        if field.type.many:
            return [read_option(field, one) for one in written.split(",")]
        return read_option(field, written)
    except Misread as misread:
        raise EditRefused(f"{field.key}: {misread.message}", hint=misread.hint) from None


def _replaced(source: SourceFile, entry: PairEntry, written: str) -> Splice:
    """The value alone; what spans several lines goes as a whole, unless a comment would go with it."""
    key, key_start, _, start, end = entry
    text = source.text
    end = start + len(text[start:end].rstrip())
    _refuse_comment(text, key, start, end)
    between = text[key_start + len(key) : start]
    if end > start and "\n" not in between:
        return Splice(start, end, written)
    colon = text.find(":", key_start + len(key), text.find("\n", key_start))
    if colon < 0 or between.strip(": \t\r\n"):
        raise EditRefused(f"`{key}` is written in a way that only an editor should change")
    if end > start:
        return Splice(colon + 1, end, f" {written}")
    follows = text[colon + 1 : colon + 2]
    return Splice(colon + 1, colon + 1, f" {written}" + (" " if follows == "#" else ""))


def _refuse_comment(text: str, key: str, start: int, end: int) -> None:
    """Raises EditRefused if a comment is between lines that go."""
    if "\n" in text[start:end] and "#" in text[start:end]:
        raise EditRefused(f"`{key}` spans several lines with a comment: change it in an editor")


def _without(source: SourceFile, entry: PairEntry) -> Splice:
    """The lines of an entry."""
    key, key_start, _, start, end = entry
    text = source.text
    end = max(key_start + len(key), start + len(text[start:end].rstrip()))
    _refuse_comment(text, key, key_start, end)
    line_start = text.rfind("\n", 0, key_start) + 1
    if text[line_start:key_start].strip():
        raise EditRefused(f"`{key}` does not begin its line: change it in an editor")
    stop = text.find("\n", end)
    return Splice(line_start, stop + 1 if stop >= 0 else len(text), "")


def _added(source: SourceFile, front: FrontMatter, line: str) -> Splice:
    """A line above the closing `---`; front matter of its own if the file has none."""
    line_end = line_end_of(source)
    text = source.text
    if not front.is_given:
        gap = "" if not text.split("\n", 1)[0].strip() else line_end
        return Splice(0, 0, f"---{line_end}{line}{line_end}---{line_end}{gap}")
    assert front.body is not None, "front matter that is read is closed"
    behind = front.body - 1 if text[front.body - 1 : front.body] == "\n" else front.body
    closing = text.rfind("\n", 0, behind) + 1
    return Splice(closing, closing, line + line_end)
