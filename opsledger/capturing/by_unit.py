"""Amounts for a unit of time as people say them: `300/month`, `300 EUR a month`, `1200/mo`, `80 € an hour`."""

from __future__ import annotations

from opsledger.capturing.amounts import OtherCurrency, amount_meant
from opsledger.patterns import pattern
from opsledger.values.misread import Misread
from opsledger.values.rate import Rate, rate_meant

_PARTS = pattern(
    r"(?P<amount>.*?[0-9].*?) ?(?:/|(?<= )(?:per|an?|each|every|pro|im|je|par|por|al) (?:the )?|(?<= )(?=[^\W\d_]{4}))"
    r" ?(?P<unit>[^\W\d_]+)\.?"
)
_HOURS = pattern(r"([0-9]+(?:[.,][0-9]{1,2})?) ?(?:h|hrs?|hours?|std|stunden)")


def typed_rate(written: str, currency: str, *, of_hours: bool = False) -> Rate | None:
    """The rate that was typed; None if it is not one. Raises Misread if it is in another currency.

    of_hours: hours for a unit are asked for, as in `10h/month`; the amount is then theirs.
    """
    matched = _PARTS.fullmatch(" ".join(written.split()))
    if matched is None:
        return None
    said = matched["amount"].strip()
    if of_hours:
        hours = _HOURS.fullmatch(said)
        amount = hours[1].replace(",", ".") if hours else None
    else:
        try:
            amount = amount_meant(said, currency)
        except OtherCurrency as other:
            message = f"`{written[:40]}` is in {other}, and this ledger keeps {currency}"
            raise Misread(message, "work out how much it is") from None
    try:
        return rate_meant(f"{amount}/{matched['unit'].lower()}") if amount else None
    except Misread:
        return None
