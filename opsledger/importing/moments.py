"""Days, times of day, durations and amounts in the spellings of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from opsledger.importing.plan import Unusable
from opsledger.patterns import pattern
from opsledger.values.characters import plain_characters
from opsledger.values.days import FIRST_YEAR, LAST_YEAR, Week
from opsledger.values.loose_dates import leading_date
from opsledger.values.misread import Misread

DAY_SECONDS = 24 * 60 * 60
_DAY = pattern(r"([0-9]{4}|[0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})(?:[ T].*)?")
_MOMENT = pattern(  # a day, perhaps with its weekday, then a time, perhaps with its zone
    r"([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"
    r"|[0-9]{1,2}[ -][A-Za-z]{3,9}\.?[ -][0-9]{4}|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4})"
    r"(?:,? +[A-Za-z]{2,3}\.?,?)?(?:T|,? +)"
    r"([0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:[.,][0-9]+)?(?: ?[AaPp]\.?[Mm]\.?)?)"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_NAMED = pattern(
    r"(?:([0-9]{1,2})[ -]([A-Za-z]{3,9})\.?[ -]([0-9]{4})|([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4}))(?:,? .*)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = pattern(
    r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE
)
_HOUR = pattern(r"([0-9]{1,2}(?:[:.][0-9]{2})?) ?(?:h|uhr)|([01][0-9]|2[0-4])([0-5][0-9])", re.IGNORECASE)
_WEEKDAY = pattern(r"^[^\W\d_]{2,13}\.?,? +(?=[0-9]|[^\W\d_]{3,9}\.? [0-9])")
_SHORT = pattern(r"([0-9]{1,2})(?:-([A-Za-z]{3})-|\.([0-9]{1,2})\.)([0-9]{2})(?: .*)?")  # `2-Nov-26`, `02.11.26`
_COLONS = pattern(r"([0-9]{1,5}):([0-9]{1,2})(?::([0-9]{1,2}))?")
_SPELLED = pattern(
    r"(?:PT)?(?:([0-9]+(?:\.[0-9]+)?) ?(?:h[a-z]*|std|stdn|stunden?)\.?)? ?(?:([0-9]+) ?m[a-z]*\.?)?"
    r" ?(?:([0-9]+) ?s[a-z]*\.?)?",
    re.IGNORECASE,
)
_SHORT_SPAN = pattern(r"([0-9]{1,3})h([0-5][0-9])", re.IGNORECASE)  # `1h05`
_DECIMAL = pattern(r"[0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}")
_AMOUNT = pattern(r"([A-Z]{3}|[A-Z]{0,2}\$|[€£¥₹])? ?(-?[0-9][0-9.,'’ ]*?) ?([A-Z]{3}|[A-Z]{0,2}\$|[€£¥₹])?")
_CURRENCIES = {"€": "EUR", "£": "GBP", "₹": "INR", "US$": "USD", "R$": "BRL"}  # the symbols that are one's alone
_PESOS = ("ARS", "CLP", "COP", "MXN", "UYU")


def read_row_day(text: str, order: str | None) -> date:
    """A day, with or without a time after it; order: `dmy` or `mdy` if the year is last. Raises Misread."""
    plain = _without_weekday(text)
    if named := _NAMED.fullmatch(plain):
        plain = _in_numbers(*named.groups()) or plain
    elif short := _SHORT.fullmatch(plain):
        month = f"{_MONTHS.index(short[2].casefold()) + 1:02d}" if (short[2] or "").casefold() in _MONTHS else short[3]
        plain = f"20{short[4]}-{month}-{short[1]}" if month else plain
    found = _DAY.fullmatch(plain)
    if not found and any(one.isalpha() for one in plain) and (leading := leading_date(plain)):
        found = _DAY.fullmatch(leading.written)
    if not found:
        raise Misread(f"`{text[:40]}` is not a date", "such as 2026-11-02")
    first, sign, second, third = found.groups()
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    elif len(third) != 4:
        raise Misread(f"the year of `{text[:40]}` has two digits", "export it with four")
    elif sign == "." or order == "dmy":
        year, month, day = int(third), int(second), int(first)
    else:
        year, month, day = int(third), int(first), int(second)
    try:
        read = date(year, month, day)
    except ValueError:
        raise Misread(f"there is no day `{text[:40]}`") from None
    if not FIRST_YEAR <= year <= LAST_YEAR or not FIRST_YEAR <= Week.of(read).year <= LAST_YEAR:
        raise Misread(f"the year of `{text[:40]}` is out of range", f"years {FIRST_YEAR} to {LAST_YEAR}")
    return read


def _without_weekday(text: str) -> str:
    """A day without its name in front: `Mon, 2 Nov 2026`."""
    return _WEEKDAY.sub("", plain_characters(text).strip().strip("<>[]"), count=1)


def _in_numbers(
    day: str | None, month: str | None, year: str | None, month2: str | None, day2: str | None, year2: str | None
) -> str | None:
    """A day whose month is named in English, such as `2 Nov 2026`, as ISO writes it."""
    named = (month or month2 or "")[:3].casefold()
    if named not in _MONTHS:
        return None
    return f"{year or year2}-{_MONTHS.index(named) + 1:02d}-{int(day or day2 or 0):02d}"


def split_moment(text: str, zone: tzinfo | None) -> tuple[str, str] | None:
    """A day and a time of day that are in one cell, apart; None for anything else.

    A moment in UTC becomes that of the reader's zone, None for the system's; with another offset it stays as the clock
    showed it, unless a zone is given.
    """
    found = _MOMENT.fullmatch(plain_characters(text).strip().strip("<>[]"))
    if not found:
        return None
    day, clock, offset = found.groups()
    if not offset:
        return day, clock
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset}")
        if zone or not moment.utcoffset():
            moment = moment.astimezone(zone)
    except (ValueError, OverflowError):
        return day, clock
    return f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"


def day_order(name: str, days: Iterable[tuple[str, str]], given: str | None) -> tuple[str | None, str | None]:
    """In which order a file's days are written, and which of them shows it.

    days: each with its place. A day with a dot has its day first, as every program writes it; with slashes or dashes
    and the year last it may be either, and one file has one order. Raises Unusable if no day tells which.
    """
    if given:
        return given, None
    doubtful: tuple[str, str] | None = None
    shown: dict[str, str] = {}
    for place, text in days:
        found = _DAY.fullmatch(_without_weekday(text))
        if not found or len(found[1]) == 4 or found[2] == "." or len(found[4]) != 4:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            shown.setdefault("dmy", text)
        elif second > 12 >= first:
            shown.setdefault("mdy", text)
        elif first != second:
            doubtful = doubtful or (place, text)
    if len(shown) > 1:
        raise Unusable(
            f"{name} has days such as `{shown['dmy']}` and `{shown['mdy']}`, which cannot both be right",
            "say with --dates which order holds; the other days are left out",
        )
    if doubtful and not shown:
        place, text = doubtful
        raise Unusable(
            f"{place}: `{text[:40]}` may have its day or its month first, and no other day in the file shows which",
            "say it with --dates dmy or --dates mdy",
        )
    return next(iter(shown.items()), (None, None))


def read_clock(text: str) -> int:
    """A time of day in seconds since midnight, by 24 hours or with AM and PM; 24:00 is the end. Raises Misread."""
    plain = plain_characters(text).strip()
    if hour := _HOUR.fullmatch(plain):  # `9 Uhr`, `10h`, `0930`
        plain = hour[1] or f"{hour[2]}:{hour[3]}"
        plain = plain if len(plain) > 2 else f"{plain}:00"
    found = _CLOCK.fullmatch(plain)
    if not found or not (found[2] or found[4]):
        raise Misread(f"`{text[:40]}` is not a time of day", "such as 9:00, 09:00:00 or 9:00 AM")
    clock, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half and not 1 <= clock <= 12:
        raise Misread(f"there is no time `{text[:40]}`")
    if half:
        clock = clock % 12 + (12 if half == "p" else 0)
    seconds = clock * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY_SECONDS:
        raise Misread(f"there is no time `{text[:40]}`")
    return seconds


def read_span(text: str) -> int:
    """A duration in seconds: `1:30`, `01:30:00`, `1.5`, `1,5`, `1h 30m`, `1h30`, `PT1H30M`. Raises Misread."""
    plain = plain_characters(text).strip()
    if short := _SHORT_SPAN.fullmatch(plain):
        plain = f"{short[1]}:{short[2]}"
    if colons := _COLONS.fullmatch(plain):
        hours, minutes, seconds = int(colons[1]), int(colons[2]), int(colons[3] or 0)
        if minutes > 59 or seconds > 59:
            raise Misread(f"`{text[:40]}` is not a duration")
        return hours * 3600 + minutes * 60 + seconds
    plain = plain.replace(",", ".")
    if _DECIMAL.fullmatch(plain):
        return int((Decimal(f"0{plain}") * 3600).to_integral_value(ROUND_HALF_UP))
    spelled = _SPELLED.fullmatch(plain) if plain and len(plain) < 40 else None
    if spelled and any(spelled.groups()):
        hours_part = Decimal(spelled[1] or 0) * 3600
        return int(hours_part) + int(spelled[2] or 0) * 60 + int(spelled[3] or 0)
    raise Misread(f"`{text[:40]}` is not a duration", "such as 1:30, 01:30:00 or 1.5")


def whole_minutes(seconds: int) -> int:
    """Seconds as the nearest minute; what followed on each other still does."""
    return (seconds + 30) // 60


def read_row_amount(text: str) -> tuple[Decimal, str]:
    """An amount of money, and its currency if it is said: `12000`, `12,000.50`, `12.000,50`, `1 200 €`.

    The currency is a code, or a symbol such as `$` that several have. A separator that is once and has three digits
    after it separates thousands: money has at most two decimals. Whatever else is there, as in `12k`, is no
    amount. Raises Misread.
    """
    found = _AMOUNT.fullmatch(plain_characters(text).strip())
    if not found or (found[1] and found[3]):
        raise Misread(f"`{text[:40]}` is not an amount of money", "such as 12000 or 12000.50")
    currency = found[1] or found[3] or ""
    digits = re.sub(r"['’ ]", "", found[2])
    last = max(digits.rfind("."), digits.rfind(","))
    whole, decimals = (digits, "") if last < 0 else (digits[:last], digits[last + 1 :])
    if last >= 0:
        sign, same = digits[last], digits.count(digits[last])
        grouped = re.sub(r"[.,]", "", whole)
        if same > 1 or (len(decimals) == 3 and len(whole.lstrip("-")) <= 3 and grouped == whole != "0"):
            whole, decimals = whole + sign + decimals, ""
    whole = re.sub(r"[.,]", "", whole)
    decimals = decimals.rstrip("0")
    if not re.fullmatch(r"-?[0-9]{1,12}", whole) or not re.fullmatch(r"[0-9]{0,2}", decimals):
        raise Misread(f"`{text[:40]}` is not an amount of money", "such as 12000 or 12000.50")
    return Decimal(f"{whole}.{decimals or 0}"), _CURRENCIES.get(currency, currency)


def is_in(currency: str, wanted: str) -> bool:
    """Whether an amount's currency, a code or a symbol that several have, can be another; an unsaid one can."""
    if currency.endswith("$"):
        return wanted.endswith("D") or wanted in _PESOS
    return currency in ("", wanted) or (currency == "¥" and wanted in ("JPY", "CNY"))
