"""How a project is paid for, as people type it: `90/h`, `9500 80h`, `1200/month 10h`."""

from __future__ import annotations

from opsledger.capturing.amounts import OtherCurrency, amount_meant
from opsledger.capturing.by_unit import typed_rate
from opsledger.capturing.spans import long_time
from opsledger.values.duration import write_duration
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.rate import BY_TIME

HOW = "`90/h`, `9500 80h` for the whole, `1200/month 10h`, or Enter if you do not know yet"


def read_terms(text: str, currency: str, worth: Money | None) -> dict[str, str]:
    """What a project's front matter says of how it is paid for. Raises Misread.

    worth: what it was sold for, which holds if nothing is typed; without it such a project is hourly, at no rate yet.
    """
    words = [word.removesuffix("/month").removesuffix("/mo") if "h" in word[:-6] else word for word in text.split()]
    if not words:
        return {"billing": "fixed", "price": f"{worth:f}"} if worth else {"billing": "hourly"}
    at = next((at for at in range(len(words)) if long_time(words[at:])), len(words))
    hours = long_time(words[at:])
    money = " ".join(words[:at]).rstrip(",;")
    if not money or (hours and words[at + hours.words :]):
        raise Misread(f"`{text}` does not say how it is paid", HOW)
    estimate = write_duration(hours.value) if hours else ""
    rate = typed_rate(money, currency)
    if rate and rate.unit in BY_TIME:
        return {"billing": "hourly", "rate": str(rate), **({"estimate": estimate} if hours else {})}
    if rate:
        return {"billing": "retainer", "price": str(rate), **({"estimate": f"{estimate}/month"} if hours else {})}
    try:
        amount = amount_meant(money, currency)
    except OtherCurrency as other:
        raise Misread(f"`{text}` is in {other}, and this ledger keeps {currency}", "work out how much it is") from None
    if amount is None:
        raise Misread(f"`{text}` does not say how it is paid", HOW)
    read_money(amount)
    return {"billing": "fixed", "price": amount, **({"estimate": estimate} if hours else {})}
