"""The options of `opsledger new`, as people type them and as the format has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from opsledger.cli.output import Refusal
from opsledger.patterns import pattern

if TYPE_CHECKING:
    from opsledger.loading.survey import Survey
    from opsledger.reading.fields import Field
    from opsledger.reading.kinds import Kind

_MONEY = pattern(r"money|rate", re.IGNORECASE)
_GONE = ("since",)  # days in the past
_PEOPLE = ("referred_by",)


def told_misread(misread: Any) -> str:
    """What is wrong with a value, and what to write instead."""
    return f"{misread.message} ({misread.hint})" if misread.hint else str(misread.message)


def _as_meant(field: Field, written: str, survey: Survey) -> str:
    """A value as people type it (`4.800,50`, `1500 €`, `20,5h`, `18.12.`, a person's name) as the format has it.

    What is not understood stays as it is: the field says what is wrong with it.
    """
    from opsledger.capturing.amounts import OtherCurrency, amount_meant
    from opsledger.values.misread import Misread
    from opsledger.values.pieces import pieces_meant

    name, currency = field.type.name, survey.settings.currency
    if name == "date":
        return _day_meant(written, back=field.key in _GONE)
    if field.key in _PEOPLE:
        return _person_meant(survey, written)
    if not (_MONEY.search(name) or name == "duration"):
        return written
    try:
        field.type.read(written.strip())
    except Misread:
        if name == "duration":
            return written.replace(",", ".")
        if by_piece := pieces_meant(written):
            return by_piece
        with suppress(OtherCurrency):
            return amount_meant(written, currency) or written
    return written


def _summed(field: Field, written: str, hours: object, survey: Survey) -> str:
    """What a lead may be worth, or the hours it may take, if it is given by the month or the hour: the sum it counts.

    hours: those of the lead, as they are given. Says how it came about.
    """
    from opsledger.capturing.by_unit import typed_rate
    from opsledger.cli.output import tell
    from opsledger.values.duration import read_duration
    from opsledger.values.misread import Misread

    rate = typed_rate(written, survey.settings.currency, of_hours=field.key == "hours")
    if rate is None:
        return written
    if rate.unit not in ("h", "day"):
        tell(f"{written} comes to {rate.for_twelve_weeks} in twelve weeks, which is what a retainer's lead counts")
        return f"{rate.for_twelve_weeks:f}{'h' if field.key == 'hours' else ''}"
    with suppress(Misread):
        if isinstance(hours, str):
            minutes = read_duration(_as_meant(field, hours, survey) if "/" in hours else hours.replace(",", "."))
            total = round(rate.amount * minutes / (60 if rate.unit == "h" else survey.settings.day))
            tell(f"{written} comes to {total} for {hours}")
            return str(total)
    sum_of_it = "add the hours it may take, such as --hours 20h, or give the sum, such as --value 1600"
    raise Misread(f"`{written[:40]}` is a price for {'an hour' if rate.unit == 'h' else 'a day'}", sum_of_it)


def _day_meant(written: str, *, back: bool) -> str:
    """A day as people say it: `18.12.`, `tomorrow`, `18 Dec`."""
    from opsledger.capturing.days import take_day
    from opsledger.capturing.words import line_words
    from opsledger.cli.options import today

    words = line_words(written)
    taken = take_day(words, today(), back=back)
    return str(taken.value) if taken and taken.words == len(words) else written


def _person_meant(survey: Survey, written: str) -> str:
    """The id of the contact, client, lead or member whose name it is, if it is one's alone."""
    from opsledger.capturing.ids import ids_meant
    from opsledger.reading.kinds import CLIENT, CONTACT, LEAD, MEMBER

    for kind in (CONTACT, CLIENT, MEMBER, LEAD):
        if len(found := ids_meant(survey, written, (kind,))) == 1:
            return found[0]
    return written


def read_options(
    kind: Kind, given: Mapping[str, str | tuple[str, ...] | None], survey: Survey
) -> dict[str, str | Sequence[str]]:
    """The options given, each read by its field. Raises Refusal."""
    from opsledger.capturing.winning import TO_FILL_IN
    from opsledger.editing.record_text import read_option
    from opsledger.reading.kinds import LEAD
    from opsledger.values.misread import Misread

    values: dict[str, str | Sequence[str]] = {}
    for field in kind.fields:
        written = given.get(field.key)
        if written is None or written == ():
            continue
        if written == TO_FILL_IN.get(field.key):
            raise Refusal(f"--{field.key}: write the project's {field.key} in place of {written}")
        unit = "/h" if field.key == "rate" else "/month" if given.get("billing") == "retainer" else ""
        if field.key in ("rate", "price") and isinstance(written, str) and "/" not in written:
            written = f"{written}{unit}"
        try:
            if kind is LEAD and field.key in ("value", "hours") and isinstance(written, str):
                written = _summed(field, written, values.get("hours") or given.get("hours"), survey)
            if isinstance(written, str):
                values[field.key] = read_option(field, _as_meant(field, written, survey))
            else:
                values[field.key] = [read_option(field, one) for many in written for one in many.split(",")]
        except Misread as misread:
            option = "NAME" if field.key == "name" else f"--{field.key.replace('_', '-')}"
            raise Refusal(f"{option}: {told_misread(misread)}") from None
    return values
