"""Making a record's file."""

from __future__ import annotations

from opsledger.dataclass import dataclass
from opsledger.editing.edit import EditRefused, Reading, Splice


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A file that is not there yet, with what it holds."""

    path: str
    new_text: str

    def splice(self, before: Reading) -> Splice:
        """Nothing is left to be changed in what is new. Raises EditRefused if the file is there already."""
        if before.source.text != self.new_text:
            raise EditRefused(f"{self.path} exists already and is left as it is")
        return Splice(0, 0, "")

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the file holds it."""
        return after.source.text == self.new_text
