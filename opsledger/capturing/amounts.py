"""Times and money as people type them, written as the format has them."""

from __future__ import annotations

import re
from collections.abc import Collection

from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.currency import SIGNS
from opsledger.values.days import range_meant, read_time_range, write_time_range
from opsledger.values.duration import write_duration
from opsledger.values.misread import Misread

_MOST = 6  # words that a time or an amount may take
_IN_FRONT = ("from", "von", "for", "approx", "about", "ca", "circa", "roughly", "around", "etwa", "~")
_TO = ("to", "until", "till", "til", "'til", "bis", "-")
_NUMBER = r"(?P<{0}>[0-9]{{1,4}}(?:[.,][0-9]{{1,3}})?|[0-9]?[½¼¾])"
_HOURS = pattern(
    _NUMBER.format("hours") + r"(?:h|hrs?|hours?|std|stdn|stunden?)(?:(?P<minutes>[0-9]{1,2})(?:m|min|mins|minutes)?)?"
)
_DAYS = pattern(r"(?P<days>[0-9]{1,2}(?:[.,][0-9]{1,2})?)(?:d|days?)")
_MINUTES = pattern(r"(?P<minutes>[0-9]{1,4})(?:m|min|mins|minutes?|minuten|'|′)")
_CLOCK = pattern(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])h?")
_SPOKEN = {
    ("half", "an", "hour"): 30,
    ("half", "hour"): 30,
    ("half", "an", "hr"): 30,
    ("an", "hr"): 60,
    ("one", "hr"): 60,
    ("three", "hours"): 180,
    ("four", "hours"): 240,
    ("an", "hour"): 60,
    ("one", "hour"): 60,
    ("an", "hour", "and", "a", "half"): 90,
    ("two", "hours"): 120,
    ("quarter", "of", "an", "hour"): 15,
}
_SPOKEN_DAYS = {("half", "a", "day"): "0.5d", ("a", "day"): "1d", ("one", "day"): "1d", ("half", "day"): "0.5d"}
_PARTS = {"½": 30, "¼": 15, "¾": 45}
_EARLIEST, _LATEST = 6, 22
_HOURS_OF_CLOCK = pattern(r"([0-9]{1,2})h([0-5][0-9])?(?![0-9])")  # `18h-19h30`
_FOUR_DIGITS = pattern(r"([01]?[0-9]|2[0-3])([0-5][0-9])-([01]?[0-9]|2[0-4])([0-5][0-9])")
_RANGE_SIGNS = pattern(r"[0-9:.apmh-]+")
_AMOUNT = pattern(
    r"[0-9]{1,3}(?:(?P<group>[.,'’ ])[0-9]{3})(?:(?P=group)[0-9]{3})*(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?"
)
_WHOLE = pattern(r"(?<=[0-9])[.,]?[-–—]{1,2}$")  # the Swiss ending of an amount without cents: `200.-`
_CURRENCY = pattern(r"[A-Z]{3}")


def take_time(words: LooseWords) -> LeadingValue[str] | None:
    """The time that words begin with, as `9:00-12:00` or `1h30m`; the longest that can be read. None without one."""
    skip = 0
    while skip < min(2, len(words)) and plain(words[skip]) in _IN_FRONT:
        skip += 1
    for count in range(min(_MOST, len(words) - skip), 0, -1):
        some = [words[skip].lstrip("~≈"), *words[skip + 1 : skip + count]]
        written = _range(some) or _duration(some)
        if written:
            return LeadingValue(written, count + skip)
    return None


def _range(words: LooseWords) -> str | None:
    parts = ["-" if word.casefold() in _TO else word.casefold() for word in words]
    joined = "".join(parts).rstrip(".,;").removesuffix("uhr")
    if "-" not in joined or not _RANGE_SIGNS.fullmatch(joined):
        return None
    joined = _HOURS_OF_CLOCK.sub(lambda found: f"{found[1]}:{found[2]}" if found[2] else found[1], joined)
    if matched := _FOUR_DIGITS.fullmatch(joined):
        joined = f"{matched[1]}:{matched[2]}-{matched[3]}:{matched[4]}"
    if len(words) > 1 and not re.search("[:.apm]", joined) and not _is_of_a_day(words):  # `2 - 3 things`
        return None
    try:
        return write_time_range(*read_time_range(joined))
    except Misread:
        return range_meant(joined)


def _is_of_a_day(words: LooseWords) -> bool:
    """Whether two plain numbers are hours of a working day, as in `9 to 11`."""
    if len(words) != 3 or words[1].casefold() not in _TO[:-1] or not (words[0].isdecimal() and words[2].isdecimal()):
        return False
    return _EARLIEST <= int(words[0]) < int(words[2]) <= _LATEST


def _duration(words: LooseWords) -> str | None:
    said = tuple(plain(word) for word in words)
    if said in _SPOKEN_DAYS:
        return _SPOKEN_DAYS[said]
    if said in _SPOKEN:
        return write_duration(_SPOKEN[said])
    joined = "".join(words).casefold().rstrip(".,;:!?")
    if matched := _DAYS.fullmatch(joined):
        return f"{matched['days'].replace(',', '.')}d"
    for known in (_HOURS, _MINUTES, _CLOCK):
        if matched := known.fullmatch(joined):
            given = matched.groupdict()
            minutes = _minutes_of(given.get("hours")) + int(given["minutes"] or 0)
            if known is _CLOCK and minutes >= _EARLIEST * 60:  # `16:00` is a time of day
                return None
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

    others: further currencies that may be named in lower case. Raises OtherCurrency if another currency than the
    ledger's is named.
    """
    for count in range(min(3, len(words)), 0, -1):
        named: set[str] = set()
        digits = ""
        for word in words[:count]:
            rest = _WHOLE.sub("", word.rstrip(",;:!"))
            for sign, name in SIGNS.items():
                if rest.casefold().rstrip(".").endswith(sign) or rest.casefold().startswith(sign):
                    named.add(name)
                    rest = _WHOLE.sub("", _without_sign(rest.casefold(), sign))
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


def _without_sign(word: str, sign: str) -> str:
    """A word without the sign of a currency in front of it or after it: `fr.200`, `200fr.`."""
    if word.startswith(sign):
        return word.removeprefix(sign).lstrip(".")
    return word.rstrip(".").removesuffix(sign)


def amount_meant(text: str, currency: str) -> str | None:
    """An amount, or one for a unit, as the format has it: `4.800,50` is `4800.50`, `85,50/h` is `85.50/h`.

    None if it is not one. Raises OtherCurrency if another currency than the ledger's is named.
    """
    amount, slash, unit = text.partition("/")
    words = amount.split()
    taken = take_amount(words, currency)
    return f"{taken.value}{slash}{unit.strip()}" if taken and taken.words == len(words) else None


def _written(digits: str, group: str | None, *, thousands: bool) -> str:
    plain_digits = digits.rstrip("kK").replace(group, "") if group else digits.rstrip("kK")
    plain_digits = plain_digits.replace(",", ".")
    if not thousands:
        return plain_digits
    whole, _, part = plain_digits.partition(".")
    return str(int(whole) * 1000 + int(part.ljust(3, "0")) if part else int(whole) * 1000)
