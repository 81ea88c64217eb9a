"""Reading the values of settings: every fault at its line, and the types that only settings have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from opsledger.diagnostics import Diagnostic, at, did_you_mean, error, hint_to_write
from opsledger.models.leads import CLOSINGS
from opsledger.patterns import pattern
from opsledger.reading.fields import CURRENCY as CURRENCY
from opsledger.reading.fields import FieldType, in_days_of, read_field, read_minutes
from opsledger.reading.tree import Mapping, Node, Scalar
from opsledger.reading.words import LOG_WORDS
from opsledger.source import SourceFile, Span
from opsledger.values.days import WEEKDAYS
from opsledger.values.duration import A_DAY, Minutes, read_duration
from opsledger.values.exchange import read_exchange
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.percent import read_percent
from opsledger.values.rate import BY_TIME, read_rate

SETTING_VALUE = error("setting-value", "A setting's value is wrong or impossible, so the default is used.")
SETTING_UNKNOWN = error("setting-unknown", "An unknown key is inside a known setting.")
SETTING_NAME = error("setting-name", "A stage, area, task or role has a name that it cannot have.")

_WEEK_HOURS = 168
_UNIT_BEHIND = pattern(r" ?(?:days?|d|tage?|days? a year|pieces?|/ ?year|a year|per year|x)$")
_PLAIN_NUMBER = pattern(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_RESERVED = frozenset(("client", "off", "internal"))
# Words that logs learned when ledgers had areas of these names already; they are written where no area is.
_ALLOWED = frozenset(("left", "bill", "expense", "balance", "draw", "tax"))


class SettingReader:
    """Reads nodes of one settings file; faults gather in `problems`. day: the minutes of a working day."""

    def __init__(self, source: SourceFile, day: Minutes = A_DAY) -> None:
        self.source = source
        self.day = day
        self.problems: list[Diagnostic] = []

    def fault(self, node: Node, message: str, hint: str | None = None) -> None:
        """Take note of a value that is wrong."""
        self.problems.append(at(SETTING_VALUE, self.span(node), message, hint))

    def span(self, node: Node) -> Span:
        """Where a node begins: its own text, or a collection's first character."""
        return Span(self.source, node.start, node.end if isinstance(node, Scalar) else node.start + 1)

    def value(self, field_type: FieldType, node: Node) -> Any:
        """A node's value, or None with a fault."""
        value, faults = read_field(in_days_of(field_type, self.day), node, self.source)
        self.problems += [at(SETTING_VALUE, fault.span, fault.message, fault.hint) for fault in faults if fault.span]
        return None if faults else value

    def mapping(self, node: Node, what: str) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs of a mapping, or none with a fault; an empty value is an empty mapping."""
        if isinstance(node, Mapping):
            return node.pairs
        if not isinstance(node, Scalar) or node.text:
            self.fault(node, f"{what} is a mapping", "such as `{key: value}`")
        return ()

    def part(self, node: Node, what: str, types: dict[str, FieldType]) -> dict[str, Any]:
        """The values of a mapping with known keys."""
        values: dict[str, Any] = {}
        for key, inner in self.uncut(self.mapping(node, what)):
            field_type = types.get(key.text)
            if field_type is None:
                hint = did_you_mean(key.text, types) or f"known are {', '.join(f'`{name}`' for name in types)}"
                self.problems.append(at(SETTING_UNKNOWN, self.span(key), f"`{what}` has no `{key.text[:40]}`", hint))
                continue
            value = self.value(field_type, inner)
            if value is not None:
                values[key.text] = value
        return values

    def uncut(self, pairs: Sequence[tuple[Scalar, Node]]) -> Iterator[tuple[Scalar, Node]]:
        """The pairs without those that a comma cut a number into: in braces `6,500/month` is `6` and a key."""
        for number, (key, inner) in enumerate(pairs):
            behind = pairs[number + 1][0] if number + 1 < len(pairs) else None
            if isinstance(inner, Scalar) and behind and self._is_cut(inner, behind):
                span = Span(self.source, inner.start, behind.end)
                is_thousands = behind.text[:3].isdigit() and len(behind.text.partition("/")[0]) == len("500")
                hint = hint_to_write(span.text.replace(",", "_" if is_thousands else "."))
                self.problems.append(at(SETTING_VALUE, span, "in braces a comma ends the value", hint))
            elif number == 0 or not self._is_cut(pairs[number - 1][1], key):
                yield key, inner

    def _is_cut(self, value: Node, key: Scalar) -> bool:
        """Whether a comma between digits made a key of a number's end."""
        is_tight = isinstance(value, Scalar) and value.text.isdigit() and key.text[:1].isdigit()
        return is_tight and self.source.text[value.end : key.start] == ","

    def word(self, node: Scalar, what: str, *, reserved: bool) -> str | None:
        """A name of one word, or None with a fault."""
        name = node.text.strip()
        problem = None
        if not name or len(name.split()) > 1:
            problem = f"the name of {what} is one word"
        elif reserved and name.lower() in (LOG_WORDS - _ALLOWED) | _RESERVED | set(CLOSINGS) | set(WEEKDAYS):
            problem = f"`{name}` cannot be the name of {what}: the word has a meaning of its own"
        if problem:
            self.problems.append(at(SETTING_NAME, self.span(node), problem, "choose another word"))
        return None if problem else name


def _in_range(read: Callable[[str], Any], least: Any, most: Any, written: str) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        value = read(text)
        if not least <= value <= most:
            raise Misread(f"`{text[:40]}` is out of range", written)
        return value

    return checked


def _whole(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Misread(f"`{text[:40]}` is not a whole number", _number_meant(text, whole=True))
    return int(text)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text) if text.isascii() and len(text) <= 12 and set(text) <= set("0123456789.-") else None
    except ArithmeticError:
        value = None
    if value is None:
        raise Misread(f"`{text[:40]}` is not a number", _number_meant(text))
    return value


def _number_meant(text: str, *, whole: bool = False) -> str:
    """A hint at the number that a text holds beside its unit: `25 days`, `25,5`."""
    bare = _UNIT_BEHIND.sub("", text.strip()).replace(",", ".")
    if _PLAIN_NUMBER.fullmatch(bare) and bare != text and not (whole and "." in bare):
        return hint_to_write(bare)
    return "such as `25`"


def _type(name: str, written: str, read: Callable[[str], Any]) -> FieldType:
    return FieldType(name, written, read)


def _monthly(text: str) -> Money:
    return read_rate(text, ("month", "week", "year"), spaced=True).per_month


def _week_hours(text: str, day: Minutes = A_DAY) -> Minutes:
    read = partial(read_duration, day=day)
    return int(_in_range(read, 0, _WEEK_HOURS * 60, f"a week has {_WEEK_HOURS} hours")(text))


def _working_day(text: str) -> Minutes:
    if text.strip().lower().endswith("d"):
        raise Misread(f"`{text[:40]}` already means per day", "how many hours it has, such as `8h`")
    return int(_in_range(read_duration, 1, 24 * 60, "from 1 minute to 24 hours")(text))


def _hourly(text: str, day: Minutes = A_DAY) -> Money:
    each = read_rate(text, BY_TIME, spaced=True, day=day).per_hour
    return Decimal(each.numerator) / each.denominator


HOURS = FieldType("hours", "hours a week", _week_hours, by_day=_week_hours)
WORKING_DAY = _type("hours", "`8h`", _working_day)
DAYS = _type("days", "whole days", _in_range(_whole, 0, 36600, "days from 0 up"))
PERIOD = _type("days", "1 to 366 days", _in_range(_whole, 1, 366, "from 1 to 366 days"))
MINUTES_OF_A_DAY = _type("minutes", "minutes", _in_range(read_minutes, 0, 24 * 60, "minutes of one day"))
PIECES = _type("number", "pieces a fortnight", _in_range(_number, 0, 10000, "a number from 0 up"))
WEEKS = _type("weeks", "weeks", _in_range(_number, 0, 5200, "weeks from 0 up"))
AMOUNT = _type("money", "`5000`", partial(read_money, spaced=True))
MONTHLY = _type("rate", "`9000/month`", _monthly)
HOURLY = FieldType("rate", "`95/h` or `760/day`", _hourly, by_day=_hourly)
YEARLY_DAYS = _type("number", "days a year", _in_range(_number, 0, 366, "days of a year, from 0 up"))
SHARE = _type("percent", "`60%` or `0.6`", read_percent)
CHANCE = _type("percent", "`40%` or `0.4`", partial(read_percent, largest=Decimal(1)))
EXCHANGE = _type("number", "what one unit is worth, such as `1.17`", read_exchange)
