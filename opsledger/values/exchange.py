"""What one unit of another currency is worth in the ledger's."""

from __future__ import annotations

from decimal import Decimal

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

_CURRENCIES = pattern(r"^(?:[A-Z]{3}|[€£$])? ?|[ ]?(?:[A-Z]{3}(?:/[A-Z]{3})?|[€£$])$")
_EXCHANGE = pattern(r"[0-9]{1,6}(?:\.[0-9]{1,8})?")


def read_exchange(text: str) -> Decimal:
    """A rate of exchange such as `1.17`, above zero. Raises Misread."""
    if not _EXCHANGE.fullmatch(text):
        point = _CURRENCIES.sub("", text.replace(",", "."))
        hint = hint_to_write(point) if _EXCHANGE.fullmatch(point) else "a number such as `1.17`"
        raise Misread(f"`{text[:40]}` is not a rate of exchange", hint)
    value = Decimal(text)
    if not value:
        raise Misread("a rate of exchange is above zero", "what one unit is worth, such as `1.17`")
    return value
