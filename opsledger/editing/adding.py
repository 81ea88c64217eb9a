"""Adding lines to a section of a record's file."""

from __future__ import annotations

from opsledger.dataclass import dataclass
from opsledger.editing.edit import EditRefused, Reading, Splice, plain_facts, without_places
from opsledger.editing.places import heading_at_end, place_in_section, section_names
from opsledger.models.lines import DatedLine
from opsledger.values.visible import visible


@dataclass(frozen=True, slots=True)
class AddLines:
    """Lines for one section, as they are written after their bullets; they go after the section's last item.

    new_text: what the file begins with if it is not there yet; None if it must be.
    """

    path: str
    section: str
    lines: tuple[str, ...]
    new_text: str | None = None

    def splice(self, before: Reading) -> Splice:
        """The lines at their place. Raises EditRefused if one of them cannot be a line."""
        for line in self.lines:
            if not line.strip() or line != line.strip():
                raise EditRefused(f"`{visible(line)}` is not a line: it says nothing, or has spaces around it")
            if visible(line) != line:
                raise EditRefused(f"`{visible(line)}` cannot be a line: it holds line ends or control characters")
        if self.section not in before.kind.sections:
            raise EditRefused(f"a {before.kind.name} has no `## {self.section}`")
        place = place_in_section(before.source, self.section, before.kind.sections)
        return Splice(place.offset, place.offset, place.written(self.lines) if self.lines else "")

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the section has these lines more, in their order, and everything else is as it was."""
        key = self.section.lower()
        lines: tuple[DatedLine, ...] = getattr(after.record, key)
        added = [line for line in lines if splice.start <= line.span.start < splice.stop]
        others = tuple(line for line in lines if not splice.start <= line.span.start < splice.stop)
        written = sorted(added, key=lambda line: line.span.start)
        if [line.span.text for line in written] != list(self.lines):
            return False
        said, says = plain_facts(before.record), plain_facts(after.record)
        says[key] = without_places(others)
        return said == says


@dataclass(frozen=True, slots=True)
class AddSection:
    """A data section's heading at the end of a file that does not have it yet."""

    path: str
    section: str
    new_text: None = None

    def splice(self, before: Reading) -> Splice:
        """The heading after everything else."""
        end = len(before.source.text)
        return Splice(end, end, heading_at_end(before.source, self.section))

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the file has the section, and says what it said."""
        there = section_names(after.source, after.kind.sections)
        return self.section in there and plain_facts(before.record) == plain_facts(after.record)
