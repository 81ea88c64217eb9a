"""Numbers as a person writes them. Nothing is rounded before it comes here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

from opsledger.values.days import clock

Number: TypeAlias = int | float | Decimal | Fraction
NOTHING = "–"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ALL_BUT_SURE = 0.95
_NOISE, _NOISY_BELOW = Decimal("1e-12"), 10**12
_FEWEST_FOR_A_RATE = 10


def rounded(number: Number, digits: int = 0) -> Decimal:
    """A number rounded half up to so many decimals."""
    if isinstance(number, Fraction):
        exact = Decimal(number.numerator) / Decimal(number.denominator)
    else:
        exact = Decimal(str(number)) if isinstance(number, float) else Decimal(number)
    if abs(exact) < _NOISY_BELOW:  # what a float adds to an exact half does not decide how it is rounded
        exact = exact.quantize(_NOISE, ROUND_HALF_UP)
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def write_number(number: Number | None, digits: int = 1) -> str:
    """`12`, `12.5`, `1,250`, without trailing zeros."""
    if number is None:
        return NOTHING
    text = f"{rounded(number, digits):,}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def write_money(amount: Number | None, currency: str) -> str:
    """`12,400 EUR`, with cents only if there are any under a thousand."""
    if amount is None:
        return NOTHING
    digits = 0 if rounded(amount, 2) == rounded(amount) or abs(rounded(amount, 2)) >= 1000 else 2
    return f"{rounded(amount, digits):,} {currency}"


def write_about(amount: Number | None, currency: str) -> str:
    """`about 370 EUR`: an estimate, to two digits."""
    if amount is None:
        return NOTHING
    whole = int(rounded(amount))
    digits = max(len(str(abs(whole))) - 2, 0)
    return f"about {int(rounded(Fraction(whole, 10**digits))) * 10**digits:,} {currency}"


def write_hours(hours: Number | None) -> str:
    """`12.5 h`."""
    return NOTHING if hours is None else f"{write_number(hours)} h"


def write_span(start: int | None, minutes: int) -> str:
    """`09:00–12:30`; if only the length is known, `3.5 h`. start: in minutes since midnight."""
    return write_hours(Fraction(minutes, 60)) if start is None else f"{clock(start)}–{clock(start + minutes)}"


def write_weeks(weeks: Number | None) -> str:
    """`1.8 weeks`."""
    if weeks is None:
        return NOTHING
    text = write_number(weeks)
    return f"{text} week" if text == "1" else f"{text} weeks"


def write_share(share: Number | None) -> str:
    """`43 %`."""
    return NOTHING if share is None else f"{rounded(Fraction(share) * 100)} %"


def write_likely(chance: Number | None) -> str:
    """`66 % likely`: a chance in a sentence. No forecast is certain."""
    if chance is not None and chance > _ALL_BUT_SURE:
        return "over 95 % likely"
    return f"{write_share(chance)} likely"


def write_rate(successes: int, n: int, interval: tuple[float, float] | None) -> str:
    """`10 of 17 (59 %, likely 36–78 %)`: a rate with its 95 % interval; just `3 of 7` for fewer than ten."""
    if not n or interval is None:
        return "too few"
    if n < _FEWEST_FOR_A_RATE:
        return f"{successes} of {n}"
    return f"{successes} of {n} ({write_share(Fraction(successes, n))}, likely {write_interval(interval)})"


def write_interval(interval: tuple[float, float] | None) -> str:
    """`16–75 %`: a rate's 95 % interval."""
    if interval is None:
        return NOTHING
    low, high = (rounded(bound * 100) for bound in interval)
    return f"{low}–{high} %"


def write_unit(number: Number, unit: str, currency: str) -> str:
    """A number with the unit of its figure: `money`, `hours`, `weeks`, `share`, `days`; of any other, by itself."""
    if unit == "money":
        return write_money(number, currency)
    if unit == "days":
        return f"{write_number(number)} {'day' if number == 1 else 'days'}"
    return _UNITS[unit](number) if unit in _UNITS else write_number(number, 2)


_UNITS: dict[str, Callable[[Number], str]] = {"hours": write_hours, "weeks": write_weeks, "share": write_share}


def write_change(now: Number | None, before: Number | None, digits: int = 1) -> str:
    """`+2`, `-0.5` or `±0` since last time; empty if either is not known."""
    if now is None or before is None:
        return ""
    change = rounded(Fraction(now) - Fraction(before), digits)
    if not change:
        return "±0"
    return f"{'+' if change > 0 else '-'}{write_number(abs(change), digits)}"


def write_day(day: date | None) -> str:
    """`Fri 20 Nov 2026`."""
    return NOTHING if day is None else f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


_FAR_AHEAD = 330  # days: without its year such a day would be taken for one of this year


def write_date(day: date | None, on: date) -> str:
    """`Fri 27 Nov`, as it is said on a day: with its year if that is neither this one nor the next, or far ahead."""
    written = write_day(day)
    is_plain = day is not None and day.year in (on.year, on.year + 1) and (day - on).days < _FAR_AHEAD
    return written.rpartition(" ")[0] if is_plain else written


def write_month(day: date) -> str:
    """`Nov 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def write_lateness(days: int | None) -> str:
    """`6 days late`, `2 days early`, `on the day`; empty if it is not known."""
    if days is None:
        return ""
    return f"{count_of(abs(days), 'day')} {'late' if days > 0 else 'early'}" if days else "on the day"


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 lead`, `3 leads`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], most: int = 5, joint: str = "and") -> str:
    """`a, b and c`; what is over `most` is counted. joint: `and` or `or`."""
    words = list(words)
    shown = words if len(words) <= most else [*words[: most - 1], f"{len(words) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joint} {shown[-1]}" if shown else ""


def write_name(name: str) -> str:
    """A name within a sentence: in quotation marks if it holds a comma, which would break the sentence."""
    return f"“{name}”" if "," in name else name


def one_line(text: str, most: int = 80) -> str:
    """A user's text on one line, cut to what reads in a list."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
