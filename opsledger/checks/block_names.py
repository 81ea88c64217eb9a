"""Names in the place of a block's id: `9:00-12:00 Harbor site` means the project that is called so."""

from __future__ import annotations

from collections import defaultdict

from opsledger.diagnostics import Hint
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.written import listed

_MOST = 4


class BlockNames:
    """What projects, leads and clients are called, and the ids that each name stands for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ids: dict[str, dict[str, bool]] = defaultdict(dict)  # by name each id, and whether its work is open
        of_clients = {same_id(client.id): client.name for client in ledger.clients}
        for project in ledger.projects:
            self._add(project.name, project.id, is_open=project.is_open)
            if project.client:
                self._add(project.client.id, project.id, is_open=project.is_open)
                self._add(of_clients.get(same_id(project.client.id)), project.id, is_open=project.is_open)
        for lead in ledger.leads:
            if not self._ids.get((lead.name or "").casefold()):
                self._add(lead.name, lead.id, is_open=lead.is_open)

    def _add(self, name: str | None, record_id: str, *, is_open: bool) -> None:
        if name and name != record_id:
            self._ids[name.casefold()][record_id] = is_open

    def at(self, block: Block) -> tuple[Span, str | Hint] | None:
        """The name that a block's line has in the place of its target, and what to write; None if it is not one."""
        if block.target is None:
            return None
        span = block.target.span
        text = span.source.text[span.start : span.whole_line.end]
        found = [name for name in self._ids if text[: len(name)].casefold() == name and not _goes_on(text, len(name))]
        if not found:
            return None
        name = max(found, key=len)
        ids = self._ids[name]
        meant = [one for one, is_open in ids.items() if is_open] or list(ids)
        place = Span(span.source, span.start, span.start + len(name))
        if len(meant) == 1:
            written = meant[0] if " " not in meant[0] else f"[[{meant[0]}]]"
            return place, Hint(f"write its id, `{written}`", written)
        return place, f"write the id of one: {listed([f'`{one}`' for one in sorted(meant)], _MOST, joint='or')}"


def _goes_on(text: str, end: int) -> bool:
    """Whether a word goes on at an offset."""
    return len(text) > end and (text[end].isalnum() or text[end] in "-_")
