"""Asking the language server's plain functions about a ledger written as one text, with `|` where the cursor is."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from opsledger.language.completion import complete
from opsledger.language.hover import hover
from opsledger.language.offers import Completion
from opsledger.language.view import View
from opsledger.models.ledger import Ledger
from opsledger.source import SourceFile
from tests.ledger_text import DAY, ledger_of


class Asked(NamedTuple):
    """A ledger, one file as the editor has it, and the cursor in it."""

    ledger: Ledger
    source: SourceFile
    offset: int


def asked(ledger: str, path: str, text: str) -> Asked:
    """A file of a ledger with `|` at the cursor; what is saved is the ledger's text alone."""
    return Asked(ledger_of(ledger), SourceFile(path, text.replace("|", "", 1)), text.index("|"))


def offers(ledger: str, path: str, text: str, today: date = DAY) -> list[Completion]:
    """What can be written at the cursor, in the order in which it is shown."""
    one = asked(ledger, path, text)
    return complete(one.ledger, one.source, one.offset, today).offers


def labels(ledger: str, path: str, text: str, today: date = DAY) -> list[str]:
    """What can be written at the cursor, by label."""
    return [offer.label for offer in offers(ledger, path, text, today)]


def hovered(ledger: str, path: str, text: str, today: date = DAY) -> str | None:
    """What is shown of the word at the cursor."""
    one = asked(ledger, path, text)
    found = hover(View(one.ledger, today), one.source, one.offset)
    return found[1] if found else None
