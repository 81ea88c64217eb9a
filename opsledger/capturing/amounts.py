"""Times and money as people type them, written as the format has them."""

from __future__ import annotations

import re
from collections.abc import Collection

from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.values.currency import SIGNS
from opsledger.values.days import range_meant, read_time_range, write_time_range
from opsledger.values.duration import write_duration
from opsledger.values.misread import Misread

_MOST = 6  # words that a time or an amount may take
_TO = ("to", "until", "till", "bis", "-")
_NUMBER = r"(?P<{0}>[0-9]{{1,4}}(?:[.,][0-9]{{1,3}})?|[0-9]?[½¼¾])"
_HOURS = re.compile(
    _NUMBER.format("hours") + r"(?:h|hrs?|hours?|std)(?:(?P<minutes>[0-9]{1,2})(?:m|min|mins|minutes)?)?"
)
_DAYS = re.compile(r"(?P<days>[0-9]{1,2}(?:[.,][0-9]{1,2})?)(?:d|days?)")
_MINUTES = re.compile(r"(?P<minutes>[0-9]{1,4})(?:m|min|mins|minutes?|')")
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])h?")
_SPOKEN = {
    ("half", "an", "hour"): 30,
    ("an", "hour"): 60,
    ("one", "hour"): 60,
    ("an", "hour", "and", "a", "half"): 90,
    ("two", "hours"): 120,
    ("quarter", "of", "an", "hour"): 15,
}
_SPOKEN_DAYS = {("half", "a", "day"): "0.5d", ("a", "day"): "1d", ("one", "day"): "1d", ("half", "day"): "0.5d"}
_PARTS = {"½": 30, "¼": 15, "¾": 45}
_RANGE_SIGNS = re.compile(r"[0-9:.apmh-]+")
_AMOUNT = re.compile(
    r"[0-9]{1,3}(?:(?P<group>[.,'’ ])[0-9]{3})(?:(?P=group)[0-9]{3})*(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?"
)
_CURRENCY = re.compile(r"[A-Z]{3}")


def take_time(words: LooseWords) -> LeadingValue[str] | None:
    """The time that words begin with, as `9:00-12:00` or `1h30m`; the longest that can be read. None without one."""
    skip = 1 if words and plain(words[0]) in ("from", "von", "for") else 0
    for count in range(min(_MOST, len(words) - skip), 0, -1):
        some = words[skip : skip + count]
        written = _range(some) or _duration(some)
        if written:
            return LeadingValue(written, count + skip)
    return None


def _range(words: LooseWords) -> str | None:
    parts = ["-" if word.casefold() in _TO else word.casefold() for word in words]
    joined = "".join(parts).rstrip(".,;").removesuffix("uhr")
    if "-" not in joined or not _RANGE_SIGNS.fullmatch(joined):
        return None
    if len(words) > 1 and not re.search("[:.apm]", joined):  # `2 - 3 things`
        return None
    try:
        return write_time_range(*read_time_range(joined))
    except Misread:
        return range_meant(joined)


def _duration(words: LooseWords) -> str | None:
    said = tuple(plain(word) for word in words)
    if said in _SPOKEN_DAYS:
        return _SPOKEN_DAYS[said]
    if said in _SPOKEN:
        return write_duration(_SPOKEN[said])
    joined = "".join(words).casefold().rstrip(".,;:")
    if matched := _DAYS.fullmatch(joined):
        return f"{matched['days'].replace(',', '.')}d"
    for pattern in (_HOURS, _MINUTES, _CLOCK):
        if matched := pattern.fullmatch(joined):
            given = matched.groupdict()
            minutes = _minutes_of(given.get("hours")) + int(given["minutes"] or 0)
            return write_duration(minutes) if 0 < minutes <= 24 * 60 else None
    return None


def _minutes_of(hours: str | None) -> int:
    if not hours:
        return 0
    if hours[-1] in _PARTS:
        return int(hours[:-1] or 0) * 60 + _PARTS[hours[-1]]
    whole, _, part = hours.replace(",", ".").partition(".")
    return int(whole) * 60 + round(int(part or 0) * 60 / 10 ** len(part)) if part else int(whole) * 60


class OtherCurrency(Exception):
    """An amount is in another currency than the ledger's."""


def take_amount(words: LooseWords, currency: str, others: Collection[str] = ()) -> LeadingValue[str] | None:
    """The amount that words begin with, as the format has it: `4750.50`. None without one.

    others: further currencies that may be named in lower case. Raises OtherCurrency where another currency than the
    ledger's is named.
    """
    for count in range(min(3, len(words)), 0, -1):
        named: set[str] = set()
        digits = ""
        for word in words[:count]:
            rest = word.rstrip(",;:!")
            for sign, name in SIGNS.items():
                if rest.casefold().startswith(sign) or rest.casefold().endswith(sign):
                    named.add(name)
                    rest = rest.casefold().removeprefix(sign).removesuffix(sign)
            if _CURRENCY.fullmatch(rest.upper()) and (rest.isupper() or rest.upper() in (currency, *others)):
                named.add(rest.upper())
                rest = ""
            digits += f" {rest}" if digits and rest else rest
        thousands = bool(re.fullmatch(r"[0-9]+(?:[.,][0-9]{1,2})?[kK]", digits))
        matched = _AMOUNT.fullmatch(digits.rstrip("kK.") if thousands else digits.rstrip("."))
        if not matched or (" " in digits and matched["group"] != " "):
            continue
        if named - {currency}:
            raise OtherCurrency(", ".join(sorted(named - {currency})))
        return LeadingValue(_written(digits.rstrip("."), matched["group"], thousands=thousands), count)
    return None


def _written(digits: str, group: str | None, *, thousands: bool) -> str:
    plain_digits = digits.rstrip("kK").replace(group, "") if group else digits.rstrip("kK")
    plain_digits = plain_digits.replace(",", ".")
    if not thousands:
        return plain_digits
    whole, _, part = plain_digits.partition(".")
    return str(int(whole) * 1000 + int(part.ljust(3, "0")) if part else int(whole) * 1000)
