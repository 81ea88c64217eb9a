"""Days with the word that says what they are: `by 18 Dec`, `starts 7 dec`, `since January`, `end of January`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from opsledger.capturing.days import take_day, take_day_of_weekday, weekday_of
from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.loose_dates import MONTHS

DUE, START, AGREED, ISSUED = "due", "start", "agreed", "issued"
_WORDS = {
    DUE: "by until till due deadline ends end finish finished over promised needed before to bis launch delivery"
    " handover fällig",
    START: "start starts starting begin begins beginning from ab",
    AGREED: "agreed since began begun started signed booked ordered sold won running seit",
    ISSUED: "sent issued invoiced dated billed written vom",
}
_MEANS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
_READY = ("done", "ready", "finished", "complete", "live", "runs", "running", "delivered")
_SMALL = (
    "on",
    "in",
    "at",
    "by",
    "the",
    "of",
    "around",
    "about",
    "for",
    "since",
    "from",
    "is",
    "was",
    "due",
    "am",
    "im",
)
_PARTS = {"early": 1, "beginning": 1, "start": 1, "anfang": 1, "mid": 15, "middle": 15, "mitte": 15}
_LAST = ("end", "late")
_MID = pattern(r"(mid|early|late)-(\w+)")
_YEAR = pattern(r"(?:19|20|21)[0-9]{2}")
_COUNT = pattern(r"[0-9]{1,2}")
_COUNTED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_LATELY, _FAR = 120, 200  # days
_FEASTS = {"christmas": (12, 24), "xmas": (12, 24), "weihnachten": (12, 24)}


def take_said_day(words: LooseWords, base: date) -> LeadingValue[tuple[str, date]] | None:
    """What a day is and which day, if words begin with both: `(due, 2026-12-18)` of `due on 18 Dec`; else None."""
    if len(words) > 1 and plain(words[0]) in _READY and _MEANS.get(plain(words[1])) == DUE:  # `done by 18 Dec`
        behind = take_said_day(words[1:], base)
        return LeadingValue(behind.value, behind.words + 1) if behind else None
    meaning = _MEANS.get(plain(words[0])) if words else None
    if meaning is None:
        return None
    count = 1
    while count < len(words) and plain(words[count]) in _SMALL and count < 4:
        count += 1
    is_back = meaning in (AGREED, ISSUED)
    for skipped in range(count, 0, -1):  # `end of January` begins with a word that may also be a meaning
        taken = take_loose_day(words[skipped:], base, back=is_back, is_end=meaning == DUE)
        gone = take_loose_day(words[skipped:], base, back=True, is_end=True) if meaning == DUE else None
        if taken and gone and (base - gone.value).days < _LATELY and (taken.value - base).days > _FAR:
            taken = gone  # a promise of last month that was not kept, not one for next year
        if taken:
            return LeadingValue((meaning, taken.value), skipped + taken.words)
    return None


def contradicted_weekdays(words: LooseWords, base: date) -> list[str]:
    """What is wrong about weekdays before dates that are on another day: `Thu 29 Jan` is a Friday: the date counts."""
    found = []
    for at, word in enumerate(words):
        number = weekday_of(word)
        if number is None:
            continue
        before = next((plain(one) for one in reversed(words[:at]) if plain(one) not in _SMALL), "")
        is_back = _MEANS.get(before) in (AGREED, ISSUED)
        taken = [each for back in (False, True) if (each := take_day_of_weekday(words[at:], base, back=back))]
        meant = taken[-1:] if is_back else sorted(taken, key=lambda each: abs((each.value - base).days))[:1]
        if meant and meant[0].value.weekday() != number:
            said = " ".join(words[at : at + meant[0].words]).strip(",.;:()")
            found.append(f"`{said}` is a {meant[0].value:%A}: the date counts")
    return found


def take_loose_day(words: LooseWords, base: date, *, back: bool, is_end: bool = False) -> LeadingValue[date] | None:
    """A day, or one that stands for a part of a month: `end of January`, `mid-October`, `in 3 weeks`, `January`.

    is_end: whether a month alone stands for its last day, else for its first.
    """
    if not words:
        return None
    if taken := take_day(words, base, back=back):
        return taken
    return _feast(words, base) or _part_of_month(words, base, back, is_end) or _in_weeks(words, base)


def _feast(words: LooseWords, base: date) -> LeadingValue[date] | None:
    found = _FEASTS.get(plain(words[0]))
    if found is None:
        return None
    day = date(base.year, *found)
    return LeadingValue(day if day >= base else day.replace(year=day.year + 1), 1)


def _part_of_month(words: LooseWords, base: date, back: bool, is_end: bool) -> LeadingValue[date] | None:
    """`end of January 2027`, `mid October`, `January`."""
    split = _MID.fullmatch(plain(words[0]))
    said = [*split.groups(), *words[1:]] if split else list(words)
    which = plain(said[0])
    at = 1 if which in _PARTS or which in _LAST else 0
    while at and at < len(said) and plain(said[at]) in ("of", "the", "in"):
        at += 1
    month = MONTHS.get(plain(said[at])) if at < len(said) else None
    if month is None or (at and plain(said[at]) == "may" and len(said) > at + 1 and said[at + 1].islower()):
        return None
    count = at + 1
    year = base.year
    if count < len(said) and _YEAR.fullmatch(plain(said[count])):
        year, count = int(plain(said[count])), count + 1
    elif back:
        year -= month > base.month
    else:
        year += month < base.month
    last = monthrange(year, month)[1]
    number = _PARTS.get(which, last if which in _LAST or (not at and is_end) else 1)
    return LeadingValue(date(year, month, number), count - (1 if split else 0))


def _in_weeks(words: LooseWords, base: date) -> LeadingValue[date] | None:
    """`in 3 weeks`, `in two weeks`."""
    at = 1 if plain(words[0]) == "in" else 0
    if len(words) < at + 2:
        return None
    said, unit = plain(words[at]), _UNITS.get(plain(words[at + 1]))
    count = _COUNTED.get(said) or (int(said) if _COUNT.fullmatch(said) else 0)
    if not at or not unit or not count:
        return None
    return LeadingValue(base + timedelta(days=count * unit), at + 2)
