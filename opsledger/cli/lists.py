"""What the commands that print a list share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.opening import open_ledger
from opsledger.cli.output import Refusal, emit, emit_paged, has_colour, is_terminal, takes_unicode, tell

if TYPE_CHECKING:
    from opsledger.cli.opening import Opened
    from opsledger.listing.rows import Listing, Row


class Rows:
    """The rows of one list, narrowed down step by step to what was asked for, then printed."""

    def __init__(self, listing: Listing, opened: Opened) -> None:
        self.listing = listing
        self.opened = opened
        self.all = listing.rows(opened.standing)
        self.kept: Sequence[Row] = self.all

    def having(self, key: str, wanted: Sequence[str], known: Sequence[str] | None = None) -> Rows:
        """Keep the rows whose value of a key is one of some words; without words all.

        known: the only words there are, if another is a mistake; else one that no row has is reported.
        """
        from opsledger.diagnostics import did_you_mean
        from opsledger.listing.choosing import having, values_of

        if not wanted:
            return self
        names = values_of(self.all, key) if known is None else known
        for word in wanted:
            if word.casefold() not in {name.casefold() for name in names}:
                hint = did_you_mean(word, names)
                if known is not None:
                    raise Refusal(f"unknown {key} `{word}`: {hint or 'one of ' + ', '.join(known)}")
                tell(f"no {self.listing.name} with {key} `{word}`" + (f": {hint}" if hint else ""))
        self.kept = having(self.kept, key, wanted)
        return self

    def being(self, key: str, wanted: bool | None) -> Rows:
        """Keep the rows in which a key is true, or false; None keeps all."""
        if wanted is not None:
            self.kept = [row for row in self.kept if row[key] is wanted]
        return self

    def between(self, key: str, first: date | None, last: date | None = None) -> Rows:
        """Keep the rows whose day lies in a span; an open end is None."""
        from opsledger.listing.choosing import between

        if first or last:
            self.kept = between(self.kept, key, first, last)
        return self

    def show(self, form: str | None) -> None:
        """Print them: a table on a terminal, aligned text off it, or the form asked for."""
        from opsledger.reporting.json_text import envelope, json_text
        from opsledger.reporting.tables import as_csv, as_plain, as_terminal, shown_table

        listing, opened = self.listing, self.opened
        if form == "json":
            data = envelope(listing.name, opened.day, self.kept)
            emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        elif form == "csv":
            keys = dict.fromkeys((*listing.keys, *(key for row in self.kept for key in row)))
            emit(as_csv(list(keys), self.kept))
        elif not self.kept:
            tell(f"no {listing.name} to show")
        else:
            table = shown_table(listing.columns, self.kept, opened.ledger.settings.currency)
            if is_terminal():
                emit_paged(as_terminal(table, terminal_width(), colour=has_colour()))
            else:
                emit(as_plain(table))


def rows_of(ctx: click.Context, name: str, on: date | None) -> Rows:
    """The rows of a list as they stood on a day."""
    from opsledger.listing.every import LISTINGS

    return Rows(LISTINGS[name], open_ledger(ctx, on))


def terminal_width() -> int:
    """How many columns the terminal has."""
    import shutil

    return shutil.get_terminal_size().columns


def complete_values(name: str, key: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """A completion with the values that a key has in a list of the ledger."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        from opsledger.listing.choosing import values_of

        opened = opened_or_none(ctx)
        if opened is None:
            return []
        from opsledger.listing.every import LISTINGS

        return [value for value in values_of(LISTINGS[name].rows(opened.standing), key) if value.startswith(incomplete)]

    return complete


def opened_or_none(ctx: click.Context) -> Opened | None:
    """The ledger for a completion, which says nothing whatever is wrong."""
    from opsledger.cli.opening import read_ledger
    from opsledger.loading import LedgerUnreadable

    try:
        return read_ledger(ctx, None)
    except (LedgerUnreadable, Refusal, OSError):
        return None
