"""The options of `opsledger new`, as people type them and as the format has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from opsledger.cli.output import Refusal

if TYPE_CHECKING:
    from opsledger.loading.survey import Survey
    from opsledger.reading.fields import Field
    from opsledger.reading.kinds import Kind

_MONEY = re.compile(r"money|rate", re.IGNORECASE)
_GONE = ("since",)  # days in the past
_PEOPLE = ("referred_by",)


def told(misread: Any) -> str:
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


def _day_meant(written: str, *, back: bool) -> str:
    """A day as people say it: `18.12.`, `tomorrow`, `18 Dec`."""
    from opsledger.capturing.days import take_day
    from opsledger.capturing.words import words_of
    from opsledger.cli.options import today

    words = words_of(written)
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
            if isinstance(written, str):
                values[field.key] = read_option(field, _as_meant(field, written, survey))
            else:
                values[field.key] = [read_option(field, one) for many in written for one in many.split(",")]
        except Misread as misread:
            option = "NAME" if field.key == "name" else f"--{field.key.replace('_', '-')}"
            raise Refusal(f"{option}: {told(misread)}") from None
    return values
