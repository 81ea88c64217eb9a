"""Typed front-matter fields: from a node's text as written to a value, never by YAML's guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, at, did_you_mean, error, hint_to_write, warning
from opsledger.models.lines import Reference
from opsledger.patterns import pattern
from opsledger.reading.lead_values import read_amount, read_lead_hours, read_lead_value
from opsledger.reading.tree import Mapping, Node, Scalar, Sequence
from opsledger.source import SourceFile, Span
from opsledger.values.characters import plain_characters
from opsledger.values.currency import read_currency
from opsledger.values.days import known_date, read_date, read_interval
from opsledger.values.duration import A_DAY, Minutes, read_duration
from opsledger.values.misread import Misread
from opsledger.values.percent import read_percent, share_meant
from opsledger.values.period import period_meant, read_period
from opsledger.values.pieces import is_by_piece
from opsledger.values.rate import BY_TIME, read_rate
from opsledger.values.reference import read_reference

FIELD_VALUE = error("field-value", "A front-matter value is not what its field takes.")
FIELD_MISSING = error("field-missing", "A required front-matter field is missing or empty.")
FIELD_TYPO = warning("field-typo", "An unknown front-matter key looks like a typo of a known one.")


_MOST_DAYS = 36600
_MOST_VAT = Decimal(1)  # beyond it a share is a slip of the point
_FACTOR = pattern(r"1(\.(?!0+$)[0-4][0-9]{0,3})")  # what a net amount is multiplied by
_NO_VAT = frozenset(("none", "no", "exempt", "reverse charge", "reverse-charge", "free", "zero", "n/a", "without"))
_AT_ONCE = frozenset(
    ("on receipt", "upon receipt", "due on receipt", "immediately", "at once", "now", "cash", "sofort")
)
_TERM = pattern(r"\b(?:net|n|terms|due)(?=[0-9 ])|:")
_TERM_WORDS = frozenset(("net", "netto", "due", "in", "within", "after", "terms", "calendar", "from", "invoice"))


class FieldType(NamedTuple):
    """How a field's value is written and read.

    read: one text to a value; raises Misread. choices: the words it takes, if it takes only some. many: a list of
    such values; one value stands for a list of one. by_day: the same reader, which takes the minutes of a working day
    as `day`, if a value may be written in days.
    """

    name: str
    written: str
    read: Callable[[str], object]
    choices: tuple[str, ...] = ()
    many: bool = False
    by_day: Callable[..., object] | None = None


class Field(NamedTuple):
    """One field of a kind: its key, type and meaning. attribute: its name in the model, if another."""

    key: str
    type: FieldType
    summary: str
    required: bool = False
    attribute: str = ""

    @property
    def target(self) -> str:
        """The model's attribute that holds it."""
        return self.attribute or self.key


def _text(text: str) -> str:
    return " ".join(text.split())


def _yes_no(text: str) -> bool:
    return _choice(("yes", "no"))(text) == "yes"


def _choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise Misread(
                f"`{text[:40]}` is not one of {', '.join(f'`{choice}`' for choice in choices)}",
                did_you_mean(text, choices),
            )
        return text.lower()

    return read


def _price(text: str) -> object:
    if "/" in text and not is_by_piece(text):
        return read_rate(text, ("month", "week", "year"), spaced=True)
    return read_amount(text)


def _monthly_duration(text: str, day: Minutes = A_DAY) -> int:
    amount, slash, unit = text.partition("/")
    if slash and unit.strip() != "month":
        is_month = unit.strip().lower() in ("mo", "mth", "months", "m", "monat")
        hint = hint_to_write(f"{amount.strip()}/month") if is_month else "say how many hours a month it is: `10h/month`"
        raise Misread(f"`{text[:40]}` is not a duration", hint)
    try:
        return read_duration(amount.strip(), day=day)
    except Misread as misread:
        raise misread.within(after=slash + unit.strip()) from None


def _moved_hours(text: str, day: Minutes = A_DAY) -> int:
    """The unused hours that move to the next month, of a retainer."""
    bare, slash, unit = text.partition("/")
    if slash and unit.strip().lower() in ("month", "mo", "m", "monat"):
        raise Misread(f"`{text[:40]}` is not a duration", hint_to_write(bare.strip()))
    if text.lower() in ("none", "no", "nothing", "never", "false"):
        raise Misread(f"`{text[:40]}` is not a duration", hint_to_write("0h"))
    if text.lower() in ("all", "yes", "unlimited", "everything", "true") or text.endswith("%"):
        raise Misread(f"`{text[:40]}` is not a duration", "say how many hours it is at most, such as `4h`")
    try:
        return read_duration(text, day=day)
    except Misread as misread:
        is_span = period_meant(text.lower()) is not None and not text.lower().rstrip("s").endswith(("d", "day"))
        hint = "hours, such as `4h`: they can be used in the next month only" if is_span else misread.hint
        raise Misread(misread.message, hint) from None


def read_minutes(text: str) -> int:
    """Minutes as a whole number, or a duration with its unit. Raises Misread."""
    return read_duration(f"{text}m" if text.isascii() and text.isdigit() else text, bare=False)


def _hourly_rate(text: str, day: Minutes = A_DAY) -> object:
    return read_rate(text, BY_TIME, spaced=True, day=day)


def read_days(text: str) -> int:
    """A number of days, from 0 to 36600. Raises Misread."""
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= _MOST_DAYS and len(text) < len("1000000")):
        meant = _days_meant(text.lower())
        hint: str = "whole days, such as `30`" if meant is None else hint_to_write(str(meant))
        if known_date(text):
            hint = "whole days; a single invoice's day goes in its line: `invoiced 4750 due 2026-07-30`"
        raise Misread(f"`{text[:40]}` is not a number of days", hint)
    return int(text)


def _days_meant(text: str) -> int | None:
    """The days that a term of payment is in other words: `net 30`, `2 weeks`, `on receipt`."""
    if text in _AT_ONCE:
        return 0
    bare = " ".join(word for word in _TERM.sub(" ", text).split() if word not in _TERM_WORDS)
    if bare.isascii() and bare.isdigit() and bare != text and len(bare) < 6:
        return int(bare)
    return period_meant(bare)


def _vat(text: str) -> Decimal:
    message, words = f"`{text[:40]}` is not a percentage", text.lower()
    if words in _NO_VAT:
        raise Misread(message, hint_to_write("0%"))
    if words in ("yes", "true", "on", "standard", "normal", "full"):
        raise Misread(message, "say how much it is, such as `19%`")
    if any(character.isalpha() for character in text) and not share_meant(text):
        raise Misread(message, "a VAT number goes under a key of your own, as `vat_id: …`")
    if factor := _FACTOR.fullmatch(text):
        raise Misread(message, hint_to_write(f"{Decimal(factor[1]) * 100:f}".rstrip("0").rstrip(".") + "%"))
    return read_percent(text, largest=_MOST_VAT)


TEXT = FieldType("text", "free text", _text)
DATE = FieldType("date", "`2026-11-02`", read_date)
MONEY = FieldType("money", "`12000`, `12000.50`, `12_000` or `12 000`; by the piece `9000 words x 0.16`", read_amount)
DURATION = FieldType(
    "duration",
    "`80h`, `2h30m`, `90m`, `2.5h`, `20d`; a bare number is hours",
    read_duration,
    by_day=read_duration,
)
LEAD_VALUE = MONEY._replace(read=read_lead_value)
LEAD_HOURS = DURATION._replace(read=read_lead_hours, by_day=read_lead_hours)
MINUTES = FieldType("minutes", "`60`", read_minutes)
MONTHLY_DURATION = FieldType(
    "duration", "`80h` or `10d`; for a retainer `10h/month`", _monthly_duration, by_day=_monthly_duration
)
MOVED_HOURS = FieldType("duration", "`4h` or `0.5d`", _moved_hours, by_day=_moved_hours)
HOURS = (DURATION, LEAD_HOURS, MONTHLY_DURATION, MOVED_HOURS)  # types whose values are kept in minutes
HOURLY_RATE = FieldType("rate", "`95/h` or `760/day`", _hourly_rate, by_day=_hourly_rate)
PRICE = FieldType("money or rate", "`12000`; by the piece `14000 words x 0.16`; for a retainer `1500/month`", _price)
REFERENCE = FieldType("reference", "an id, or `[[id]]`", read_reference)
YES_NO = FieldType("yes or no", "`yes` or `no`", _yes_no, ("yes", "no"))
CURRENCY = FieldType("currency", "`EUR`", read_currency)
SHARE = FieldType("percent", "`19%` or `0.19`", _vat)
DAYS = FieldType("days", "whole days", read_days)
CHANCE = FieldType("percent", "`20%` or `0.2`", lambda text: read_percent(text, largest=Decimal(1)))
PERIOD = FieldType("period", "`8 weeks`, `30 days`, `3 months` or `1 year`", read_period)
INTERVALS = FieldType("intervals", "`2026-12-24/2027-01-03` or one date", read_interval, many=True)
TEXTS = FieldType("list of texts", "`[design, build]`", _text, many=True)


def one_of(*choices: str) -> FieldType:
    """A field that takes one of some words, without regard to case."""
    return FieldType("choice", " / ".join(f"`{choice}`" for choice in choices), _choice(choices), choices)


def some_of(*choices: str) -> FieldType:
    """A field that takes a list of some words, without regard to case."""
    return FieldType("choices", " / ".join(f"`{choice}`" for choice in choices), _choice(choices), choices, many=True)


@lru_cache(maxsize=256)
def in_days_of(field_type: FieldType, day: Minutes) -> FieldType:
    """A type whose days have so many minutes, if its values may be written in days."""
    if field_type.by_day is None or day == A_DAY:
        return field_type
    return field_type._replace(read=partial(field_type.by_day, day=day))


# Values read before, by reader and text: dates, services and sources recur. Bounded, as a file may hold anything.
_known: dict[Callable[[str], object], dict[str, object]] = {}
_MOST_KNOWN = 10_000


def known_values(field_type: FieldType) -> dict[str, object]:
    """The values of texts that were read before as this type; of references the ids alone.

    None of lists: one of them may be written as its only value, which is read as a text elsewhere.
    """
    return {} if field_type.many else _known.setdefault(field_type.read, {})


def read_field(field_type: FieldType, node: Node, source: SourceFile) -> tuple[object, Iterable[Diagnostic]]:
    """A node's value, None if it is empty or wrong, with the faults found. Lists come as tuples."""
    if field_type.many:
        return _read_list(field_type, node, source)
    text = scalar_text(field_type, node, source)
    if text is None:
        return None, [_wrong_shape(node, source, f"one {field_type.name}, {field_type.written}")]
    if not text:
        return None, ()
    try:
        value = field_type.read(text)
    except Misread as misread:
        span = Span(source, node.start, node.end)
        return None, [at(FIELD_VALUE, span, misread.message, misread.hint)]
    if type(node) is Scalar:
        known = known_values(field_type)
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[node.text] = value
    if field_type is REFERENCE:
        value = Reference(str(value), Span(source, node.start, node.end))
    return value, ()


def scalar_text(field_type: FieldType, node: Node, source: SourceFile) -> str | None:
    """The text that a single value is read from, or None if the node is a list or a mapping.

    `[[harbor-dental]]` is a wiki link if a reference is asked, although YAML reads a nested list there.
    """
    if isinstance(node, Scalar):
        return plain_characters(node.text).strip() if field_type is not TEXT else node.text
    if field_type is REFERENCE and isinstance(node, Sequence):
        written = source.text[node.start : node.end]
        if written.startswith("[["):
            return written
    return None


def _read_list(field_type: FieldType, node: Node, source: SourceFile) -> tuple[object, Iterable[Diagnostic]]:
    single = field_type._replace(many=False)
    if isinstance(node, Scalar):
        value, problems = read_field(single, node, source)
        return (() if value is None else (value,)), problems
    if isinstance(node, Mapping):
        return None, [_wrong_shape(node, source, f"a list, {field_type.written}")]
    values, problems = [], []
    for item in node.items:
        value, faults = read_field(single, item, source)
        problems += faults
        if value is not None:
            values.append(value)
    return tuple(values), problems


def _wrong_shape(node: Node, source: SourceFile, wanted: str) -> Diagnostic:
    what = "a mapping" if isinstance(node, Mapping) else "a list"
    span = Span(
        source, node.start, max(node.start + 1, min(node.end, source.text.find("\n", node.start) % (node.end + 1)))
    )
    return at(FIELD_VALUE, span, f"{what} instead of one value" if "one" in wanted[:3] else f"{what} here", wanted)
