"""What follows a word of a log: a reader for each kind of value, from the rest of the line."""

from __future__ import annotations

from typing import Any

from opsledger.diagnostics import Hint, at, did_you_mean, hint_to_write
from opsledger.patterns import pattern
from opsledger.reading.lines import BARE_NUMBER, LINE_VALUE, Cursor, Faulty, Token
from opsledger.reading.money_terms import terms_of_money
from opsledger.reading.piece_values import added_pieces, stated_pieces
from opsledger.values.days import known_date, read_date
from opsledger.values.duration import is_longer_unit, read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import read_money
from opsledger.values.rate import BY_TIME, read_rate

Carried = dict[str, Any]
_SPELLED_UNIT = pattern(r"[0-9]+(?:[.,][0-9]+)?(?:hrs?|hours?|std|mins?|minutes?)|[0-9]+:[0-9]{2}")
_DAYS = pattern(r"[+-]?[0-9]+(?:\.[0-9]+)?d")  # unlike `2nd`
_BEFORE_A_DAY = ("on", "due", "by", "in", "at", "from", "for", "until")
_OTHER_UNITS = ("d", "day", "days", "pt", "w", "week", "weeks", "month", "months", "m", "min", "mins", "minutes")
VERDICTS = ("keep", "watch", "replace", "cancel")
MARKS = ("1", "2", "3", "4", "5")


def carry_money(cursor: Cursor) -> Carried:
    """An amount."""
    token = cursor.need("the amount", "such as `6000`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount}


def _income(cursor: Cursor, opposite: str, *, due: bool = False) -> Carried:
    token = cursor.need("the amount", "such as `6000`")
    if token.text.startswith("-"):
        raise cursor.fault(token, "an amount is never below zero here", f"write `{opposite} {token.text[1:]}`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount, **terms_of_money(cursor, due=due)}


def carry_signed_money(cursor: Cursor) -> Carried:
    """An amount that may be below zero."""
    token = cursor.need("the amount", "such as `14200`")
    amount = cursor.read(token, lambda text: read_money(text, signed=text[:1] == "-"))
    cursor.amount_taken(token)
    return {"amount": amount}


def carry_invoiced(cursor: Cursor) -> Carried:
    """An invoice: its amount, the day it is due, its number."""
    return _income(cursor, "credited", due=True)


def carry_paid(cursor: Cursor) -> Carried:
    """Money received, and for which invoice."""
    return _income(cursor, "refunded")


def carry_given_back(cursor: Cursor) -> Carried:
    """Money credited or paid back."""
    return {**carry_money(cursor), **terms_of_money(cursor)}


def carry_expense(cursor: Cursor) -> Carried:
    """Money laid out."""
    return {**carry_money(cursor), **terms_of_money(cursor, number=False)}


def carry_bill(cursor: Cursor) -> Carried:
    """What will be invoiced, and when."""
    token = cursor.peek()
    if token and known_date(token.text.rstrip(".,:;!")):
        raise cursor.fault(token, "the amount comes first", "such as `bill 3600 2026-08-01`")
    carried = terms_of_money(cursor, number=False, known=carry_money(cursor))
    token = cursor.need("the day", "such as `bill 3600 2026-08-01`")
    if token.bare in _BEFORE_A_DAY and (day := cursor.peek()) and known_date(day.text.rstrip(".,:;!")):
        whole = Token(f"{token.text} {day.text}", token.start, day.end)
        raise cursor.fault(whole, "write the day right after the amount", hint_to_write(day.text))
    carried["promised"] = cursor.read(token, read_date)
    return terms_of_money(cursor, number=False, known=carried)


def carry_hours(cursor: Cursor) -> Carried:
    """Hours."""
    return {"minutes": _hours(cursor, cursor.need("the duration", "such as `90h`"))}


def carry_left(cursor: Cursor) -> Carried:
    """The hours that something still takes."""
    return {"minutes": _hours(cursor, cursor.need("the hours left", "such as `30h`, or `0h` if nothing is left to do"))}


def _hours(cursor: Cursor, token: Token) -> int:
    """A duration; a number alone is hours, unless another unit follows it."""
    minutes = cursor.duration(token)
    unit = cursor.peek()
    if unit and unit.bare in _OTHER_UNITS and token.text.replace(".", "", 1).isdigit():
        joined = f"{token.text} {unit.bare}"
        whole = Token(joined, token.start, unit.end)
        try:
            read_duration(joined, bare=False, day=cursor.day)
        except Misread as misread:
            raise cursor.fault(whole, f"`{joined}` would be read as {token.text} hours", misread.hint) from None
    return minutes


def carry_day(cursor: Cursor) -> Carried:
    """A day."""
    return {"promised": cursor.value("the date", read_date, "such as `2026-11-24`")}


def carry_theme(cursor: Cursor) -> Carried:
    """A theme of one word."""
    return {"topic": cursor.need("the theme", "one word, such as `price`").bare}


def carry_reason(cursor: Cursor) -> Carried:
    """A reason of one word, if any."""
    token = cursor.peek()
    return {"topic": token.bare if token else None}


def carry_scope(cursor: Cursor) -> Carried:
    """A change of hours, of money, or of both."""
    carried: Carried = {}
    while token := cursor.peek():
        is_signed = token.text[:1] in ("+", "-")
        key = "minutes" if _ends_in_unit(token.text) or (is_signed and _is_time(token.text[1:])) else "amount"
        if key == "amount" and not is_signed:
            break
        if key in carried:
            raise cursor.fault(token, f"`{token.text[:40]}` is a second value of its kind", "one line for each change")
        if key == "amount" and (pieces := added_pieces(cursor, token)) is not None:
            carried["amount"] = pieces
            continue
        try:
            carried[key] = (
                read_duration(token.text, signed=True, bare=False, day=cursor.day)
                if key == "minutes"
                else read_money(token.text, signed=True)
            )
        except Misread as misread:
            if not any(character.isdigit() for character in token.text):
                break
            raise cursor.fault(token, misread.message, misread.hint) from None
        cursor.take(token)
        if key == "amount":
            cursor.amount_taken(token)
    if not carried:
        raise _scope_without_value(cursor, token)
    if token and "minutes" in carried and "amount" not in carried and _is_amount(token.text):
        hint = Hint(f"write `+{token.text}` if it is paid for", f"+{token.text}")
        cursor.problems.append(
            at(BARE_NUMBER, cursor.span(token), f"`{token.text}` is taken as text, not as money", hint)
        )
    return carried


def _scope_without_value(cursor: Cursor, token: Token | None) -> Faulty:
    hint = "hours such as `+10h`, money such as `+1500`, or both"
    if token is None:
        return Faulty(at(LINE_VALUE, cursor.rest_span(), "a change of scope needs hours or money", hint))
    if _is_amount(token.text):
        hint = f"`+{token.text}h` for hours, `+{token.text}` for money on the price"
    return cursor.fault(token, "a change of scope needs hours or money", hint)


def _ends_in_unit(text: str) -> bool:
    return bool(_DAYS.fullmatch(text)) or (text[-1:] in "hm" and any(character.isdigit() for character in text))


def _is_time(text: str) -> bool:
    """Whether a text is a time in a unit that is spelled out, or in one that is not a duration's."""
    return is_longer_unit(text) or bool(_SPELLED_UNIT.fullmatch(text.lower()))


def _is_amount(text: str) -> bool:
    try:
        read_money(text)
    except Misread:
        return False
    return True


def carry_price(cursor: Cursor) -> Carried:
    """A price from a day on."""
    token = cursor.need("the price", "such as `1600/month` or `12000`")
    if "/" in token.text:
        return {"rate": cursor.read(token, lambda text: read_rate(text, ("month", "week", "year")))}
    return _worth(cursor, token)


def carry_worth(cursor: Cursor) -> Carried:
    """What a lead may be worth: an amount, or so many pieces at a price for each."""
    return _worth(cursor, cursor.need("the amount", "such as `6000`"))


def _worth(cursor: Cursor, token: Token) -> Carried:
    if (pieces := stated_pieces(cursor, token)) is not None:
        return {"amount": pieces}
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount}


def carry_hourly_rate(cursor: Cursor) -> Carried:
    """A rate from a day on."""
    hint = "such as `95/h` or `760/day`"
    return {"rate": cursor.value("the rate", lambda text: read_rate(text, BY_TIME, day=cursor.day), hint)}


def carry_project_cost(cursor: Cursor) -> Carried:
    """Money spent on a project, with who took it and their hours."""
    carried = {**carry_money(cursor), **terms_of_money(cursor, number=False)}
    carried |= member_and_hours(cursor)
    return {**carried, **terms_of_money(cursor, known=carried, number=False)}


def member_and_hours(cursor: Cursor) -> Carried:
    """The optional `@member` and hours after an amount, in either order."""
    carried: Carried = {}
    while token := cursor.peek():
        if token.text.startswith("@") and "member" not in carried:
            if len(token.text) == 1:
                raise cursor.fault(token, "`@` without a name", "such as `@jane-doe`")
            carried["member"] = cursor.reference(token, token.text[1:])
        elif "minutes" not in carried and _is_duration(token.text):
            carried["minutes"] = cursor.duration(token, bare=False)
        else:
            break
        cursor.take(token)
    return carried


def _is_duration(text: str) -> bool:
    try:
        read_duration(text, bare=False)
    except Misread:
        return False
    return True


def carry_tool_cost(cursor: Cursor) -> Carried:
    """What a tool costs from a day on."""
    hint = "such as `18/month`"
    return {"rate": cursor.value("the cost", lambda text: read_rate(text, ("month", "year", "week")), hint)}


def carry_tool_assessed(cursor: Cursor) -> Carried:
    """A verdict on a tool, and the hours it saves."""
    choices = ", ".join(f"`{verdict}`" for verdict in VERDICTS)
    token = cursor.need("the verdict", f"one of {choices}")
    if token.bare not in VERDICTS:
        hint = did_you_mean(token.bare, VERDICTS) or f"one of {choices}"
        raise cursor.fault(token, f"`{token.text[:40]}` is not a verdict", hint)
    carried: Carried = {"topic": token.bare}
    saved = cursor.peek()
    if saved and saved.text[:1].isdigit() and saved.text.endswith("/week"):
        carried["minutes"] = cursor.read(saved, lambda text: _hours_a_week(text, cursor.day))
        cursor.take(saved)
    elif saved and _is_duration(saved.text.partition("/")[0]) and "/" in saved.text:
        raise cursor.fault(saved, "the hours it saves are per week", "say how many hours a week it is: `2h/week`")
    elif saved and _is_duration(saved.text):
        raise cursor.fault(saved, "the hours it saves are per week", hint_to_write(f"{saved.text}/week"))
    return carried


def _hours_a_week(text: str, day: int) -> int:
    try:
        return read_duration(text.removesuffix("/week"), bare=False, day=day)
    except Misread as misread:
        raise misread.within(after="/week") from None


def carry_member_assessed(cursor: Cursor) -> Carried:
    """A mark for somebody's work."""
    token = cursor.need("the mark", "a number from 1 to 5")
    if token.bare not in MARKS:
        raise cursor.fault(token, f"`{token.text[:40]}` is not a mark", "a number from 1 to 5")
    return {"topic": token.bare}
