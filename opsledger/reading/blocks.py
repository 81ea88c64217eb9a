"""The lines of `## Plan` and `## Actual`: `DAY FROM-TO TARGET [task] [text]`, `DAY DURATION TARGET …`, `DAY off`.

Time off is the whole day, or with a time in front of `off` a part of it; its kind may follow: `off sick`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from opsledger.diagnostics import (
    Diagnostic,
    at,
    did_you_mean,
    did_you_mean_among,
    hint_to_write,
    nearest_words,
    warning,
)
from opsledger.models.lines import Block, Reference, block_of
from opsledger.patterns import pattern
from opsledger.reading.body import Item
from opsledger.reading.lines import LINE_DATE, Cursor, Grammar, LineText, Token, no_date, read_item
from opsledger.source import span_of
from opsledger.values.characters import same_id
from opsledger.values.days import DAY_NAMES, WEEKDAYS, Week, range_meant, read_date, read_time_range
from opsledger.values.duration import read_duration
from opsledger.values.misread import Misread

DayOf = Mapping[str, tuple[int, date | None]]

LONG_NUMBER = warning("long-number", "A bare number is read as hours, and is more than a day's work.")
OFF_WHOLE = warning("off-whole", "A part of the day follows `off`, which takes the whole day.")
_LONG_MINUTES = 10 * 60
_RELATIVE = ("today", "yesterday", "tomorrow")

OFF = "off"
OFF_KINDS = {"holiday": "of your own", "sick": "you were ill"}
_OFF_WORDS = {
    **dict.fromkeys(("holiday", "holidays", "vacation"), "holiday"),
    **dict.fromkeys(("sick", "ill", "illness"), "sick"),
}

_HALVES = pattern(
    r"(?:half|½|1/2|50 ?%|am|pm|a\.m|p\.m|morning|mornings|forenoon|afternoon|vormittags?|nachmittags?)\b|½"
)
_HALF_DAYS = {
    **dict.fromkeys(("am", "a.m", "morning", "mornings", "forenoon", "vormittag", "vormittags"), "9:00-13:00"),
    **dict.fromkeys(("pm", "p.m", "afternoon", "nachmittag", "nachmittags"), "13:00-17:00"),
}
_FROM_UNTIL = pattern(
    r"(?P<word>from|after|since|until|till|before|ab|bis) (?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\b"
)
_SEVERAL_DAYS = pattern(r"([a-z]{3,9})(?:-|/|\+|&)([a-z]{3,9})")

_SPELLED = ("d", "day", "days", "h", "hour", "hours", "hrs", "m", "min", "minutes")
_CLOCK = pattern(r"[0-9]{1,2}[:.][0-9]{2}")
# Times that were read before, as people use a few hundred of them; bounded, as a file may hold any.
_times: dict[str, tuple[int | None, int]] = {}
_MOST_TIMES = 10_000
_RUN_LINE = pattern(
    r"- (?:(\S+)[ \t]+(\S+)[ \t]+([^\s\[\]]*[^\s\[\].,:;!])[.,:;!]*(?:[ \t]+(\S+))?(?=\s))?([^\n]*)\n|[ \t]*\r?\n"
)


def days_by_name(week: Week | None) -> dict[str, tuple[int, date | None]]:
    """What may stand for a day of a week: its names and its date; in the standing schedule the names alone."""
    dates: tuple[date | None, ...] = week.days() if week else (None,) * 7
    days = {name: (number, dates[number]) for name, number in WEEKDAYS.items()}
    days |= {str(day): (number, day) for number, day in enumerate(dates) if day}
    days |= {name.capitalize(): days[name] for name in tuple(days) if name[0].isalpha()}
    return days


def read_day(cursor: Cursor, days: DayOf, form: str) -> tuple[int, date | None]:
    """The day a line begins with."""
    token = cursor.peek()
    if token is None:
        raise no_date(cursor, None, None, form)
    found = days.get(token.text) or days.get(token.bare)
    if found is None:
        try:
            read_date(token.text.rstrip(".,:;!"))
        except Misread as misread:
            if _CLOCK.match(token.text):
                message = f"the day is missing before `{token.text[:40]}`"
                raise cursor.fault(token, message, f"write `Mon {token.text[:40]} …`", LINE_DATE) from None
            if token.bare in _RELATIVE:
                message = f"`{token.text}` means a different day whenever it is read"
                raise cursor.fault(token, message, "write the day's name or its date", LINE_DATE) from None
            several = _SEVERAL_DAYS.fullmatch(token.bare)
            if several and several[1] in WEEKDAYS and several[2] in WEEKDAYS:
                message = f"`{token.text}` is more than one day"
                raise cursor.fault(token, message, "a line is about one day: write one for each", LINE_DATE) from None
            meant = nearest_words(token.bare, WEEKDAYS) if token.text.isalpha() else []
            if hint := did_you_mean_among(list(dict.fromkeys(name[:3].capitalize() for name in meant))):
                raise cursor.fault(token, f"`{token.text[:40]}` is not a day", hint, LINE_DATE) from None
            raise no_date(cursor, token, misread, form) from None
        dates = [str(day) for _, day in days.values() if day]
        if dates:
            message = f"`{token.text}` is not in this week"
            raise cursor.fault(token, message, f"this week is {min(dates)} to {max(dates)}", LINE_DATE)
        names = f"a day's name, `{DAY_NAMES[0][:3].capitalize()}` to `{DAY_NAMES[6][:3].capitalize()}`"
        raise cursor.fault(token, "the standing schedule has weekdays only", names, LINE_DATE)
    cursor.take(token)
    return found


def read_block_item(
    text: LineText, item: Item, days: DayOf, grammar: Grammar
) -> tuple[Block | None, Sequence[Diagnostic]]:
    """One block of a list, or None with its fault."""
    return read_item(text, item, lambda cursor: read_block(cursor, days, grammar))


def read_block_run(text: LineText, run: tuple[int, int], days: DayOf, grammar: Grammar) -> Iterator[Block | Item]:
    """The blocks of a run of items: a day, a time and a plain target, as nearly all have them; others stay items."""
    source, shown, plain, _, _ = text
    tasks = grammar.tasks
    for found in _RUN_LINE.finditer(plain, *run):
        named, clock, target, word, rest = found.groups()
        if rest is None:  # a blank line
            continue
        day, time = days.get(named), _times.get(clock)
        start, end = found.start() + 2, found.start(5) + len(rest.rstrip())
        if day is None or time is None or target.lower() == OFF:
            yield Item(start, end, end)
            continue
        task, text_start = None, found.end(3)
        if word is not None:
            task = word.rstrip(".,:;!").lower()
            text_start = found.end(4) if task in tasks else found.start(4)
            task = task if task in tasks else None
        said = shown[text_start:end].strip() if end > text_start else ""
        span = span_of((source, start, max(end, found.end(4), text_start)))
        reference = Reference(same_id(target), span_of((source, found.start(3), found.end(3))))
        yield block_of((day[0], day[1], time[0], time[1], reference, task, said, span))


def read_block(cursor: Cursor, days: DayOf, grammar: Grammar) -> Block:
    """A block of time, or a day off."""
    weekday, day = read_day(cursor, days, "Mon 9:00-12:00 TARGET …")
    token = cursor.need("the time", "such as `9:00-12:00`, `2h30m` or `off`")
    if token.bare == OFF:
        return _time_off(cursor, weekday, day, None, 0)
    start, minutes = None, 0
    if ":" in token.text:
        following = cursor.peek()
        if "-" not in token.text.strip("-") and following and following.text.startswith("-"):
            raise cursor.fault(token, "no spaces inside a time range", f"write `{_joined(cursor, token.text)}`")
        start, end = cursor.read(token, read_time_range)
        minutes = end - start
    else:
        minutes = cursor.read(token, lambda text: _read_block_duration(text, cursor.day))
    is_long = minutes > _LONG_MINUTES and token.text.isdigit()
    if is_long:
        hint = f"write `{token.text}m` if they are minutes, `{token.text}h` if not"
        cursor.problems.append(at(LONG_NUMBER, cursor.span(token), f"`{token.text}` is read as hours", hint))
    elif len(_times) < _MOST_TIMES and "d" not in token.text:  # a day's hours are the settings'
        _times[token.text] = (start, minutes)
    named = cursor.need("what the time is for", "a project, a lead, an area or `client`")
    if start is None and token.text.isdigit() and named.bare in _SPELLED:
        raise cursor.fault(named, "no space inside a duration", f"write `{token.text}{named.bare[0]}`")
    if start is None and token.text[-1:] == "d" and (joined := _joined_duration(token.text, named.text)):
        whole = Token(joined, token.start, named.end)
        raise cursor.fault(whole, "no space inside a duration", hint_to_write(joined))
    if named.bare == OFF:
        return _time_off(cursor, weekday, day, start, minutes)
    target = cursor.reference(named)
    following = cursor.peek()
    task = following.bare if following and following.bare in grammar.tasks else None
    if following and task:
        cursor.take(following)
    return Block(weekday, day, start, minutes, target, task, cursor.text(), cursor.line_span)


def _time_off(cursor: Cursor, weekday: int, day: date | None, start: int | None, minutes: int) -> Block:
    """A day off, or a part of it; the word after it is its kind, if it is one."""
    token = cursor.peek()
    kind = _OFF_WORDS.get(token.bare) if token else None
    if token and kind:
        cursor.take(token)
        token = cursor.peek()
    if token and not minutes and (meant := _part_of_a_day(cursor.plain[token.start : cursor.item.end].lower())):
        hint = f"write `{meant} off{f' {kind}' if kind else ''}` if it is a part of the day"
        cursor.problems.append(at(OFF_WHOLE, cursor.span(token), f"the whole day is off: `{token.text}` is text", hint))
    return Block(weekday, day, start, minutes, None, kind, cursor.text(), cursor.line_span)


def _part_of_a_day(said: str) -> str | None:
    """The time that a text after `off` may be meant for."""
    if halves := _HALVES.match(said):
        return _HALF_DAYS.get(halves[0], "0.5d")
    if clock := _FROM_UNTIL.match(said):
        hour = f"{int(clock['hour'])}:{clock['minute'] or '00'}"
        return f"{hour}-17:00" if clock["word"] in ("from", "after", "since") else f"9:00-{hour}"
    text = said.split(maxsplit=1)[0].rstrip(".,:;!") if said.split() else ""
    if range_meant(text):
        return range_meant(text)
    try:
        if ":" in text:
            read_time_range(text)
        else:
            read_duration(text, bare=False)
    except Misread:
        return None
    return text


def _joined_duration(first: str, second: str) -> str | None:
    """The duration that two tokens make without the space between them, as `1d 2h`; None if they make none."""
    if not second[:1].isdigit() or second.isdigit():
        return None
    try:
        read_duration(first + second)
    except Misread:
        return None
    return first + second


def _joined(cursor: Cursor, first: str) -> str:
    """The time range that a few spaced tokens make."""
    parts = [first]
    while (token := cursor.peek()) and len(parts) < 3 and all(character in "0123456789:-" for character in token.text):
        cursor.take(token)
        parts.append(token.text)
    return "".join(parts)


def _read_block_duration(text: str, day: int) -> int:
    try:
        minutes = read_duration(text, day=day)
    except Misread as misread:
        said = text.lower().rstrip(".,:;!")
        if said in WEEKDAYS:
            raise Misread(f"`{text[:40]}` is a second day", "a line is about one day: write one for each") from None
        if _HALVES.fullmatch(said):
            half = hint_to_write(_HALF_DAYS[said]) if said in _HALF_DAYS else "half a day off is `Mon 0.5d off`"
            raise Misread(f"`{text[:40]}` is neither a time range nor a duration", half) from None
        meant = f"off {text}" if said in _OFF_WORDS else range_meant(text)
        hint = hint_to_write(meant) if meant else did_you_mean(text, (OFF,)) or misread.hint
        raise Misread(f"`{text[:40]}` is neither a time range nor a duration", hint) from None
    if minutes < 1:
        raise Misread(f"`{text}` is under a minute", "write at least `1m`")
    return minutes
