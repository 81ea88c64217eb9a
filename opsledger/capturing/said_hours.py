"""Hours with the word that says what they are: `30h left of 50h`, `20 of 50h done`, `8h a month`, `45h`."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.capturing.by_unit import typed_rate
from opsledger.capturing.spans import long_time
from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.duration import Minutes

_LEFT = (
    "left",
    "remaining",
    "remain",
    "remains",
    "open",
    "missing",
    "still",
    "another",
    "more",
    "rest",
    "übrig",
    "noch",
)
_DONE = (
    "done",
    "spent",
    "worked",
    "delivered",
    "finished",
    "completed",
    "used",
    "gone",
    "in",
    "already",
    "behind",
    "erledigt",
)
_WHOLE = ("thought", "estimated", "estimate", "total", "whole", "altogether", "planned", "sold", "budget", "all")
_IN_FRONT = ("about", "ca", "circa", "approx", "roughly", "around", "etwa", "~", "for", "est", "of", "with", "at")
_PAIRS = {
    "so far": "done",
    "put in": "done",
    "to go": "left",
    "to do": "left",
    "in total": "whole",
    "in all": "whole",
    "all in": "whole",
}
_BARE = pattern(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_FEW = pattern(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
_OF_WORK = ("done", "left", "remaining", "worked", "spent")
_DAYS = pattern(r"(?P<days>[0-9]{1,3}(?:[.,][0-9])?)(?:d|days?)")


class SaidHours(NamedTuple):
    """Hours of a job, in minutes. unsaid: of which nobody said whether they are the whole or what is left."""

    whole: Minutes | None = None
    left: Minutes | None = None
    done: Minutes | None = None
    monthly: Minutes | None = None
    weekly: Minutes | None = None
    unsaid: Minutes | None = None


def take_said_hours(words: LooseWords, currency: str, day: Minutes) -> LeadingValue[SaidHours] | None:
    """The hours that words begin with, and what they are; None without any. day: the minutes of a working day."""
    at, meant = 0, ""
    while at < min(len(words), 3) and plain(words[at]) in (*_IN_FRONT, *_LEFT, *_DONE, *_WHOLE):
        meant = meant or _meaning(words[at])
        at += 1
    for count in range(min(5, len(words) - at), 0, -1):
        rate = typed_rate(" ".join(words[at : at + count]).rstrip(",;."), currency, of_hours=True)
        if rate and rate.unit == "month":
            return LeadingValue(SaidHours(monthly=round(float(rate.amount) * 60)), at + count)
    words = [*words[:at], words[at].lstrip("~≈"), *words[at + 1 :]] if at < len(words) else words
    first = _time(words[at:], day) or _of_work(words[at:])
    is_bare = (
        first is None and len(words) > at + 2 and bool(_BARE.fullmatch(words[at])) and plain(words[at + 1]) == "of"
    )
    if is_bare:
        unit = day if _is_of_days(words[at + 2 :], day) else 60  # `5 of 12 days` are days, `20 of 50h` hours
        first = LeadingValue(round(float(words[at].replace(",", ".")) * unit), 1)
    if first is None:
        return None
    at += first.words
    if week := _a_week(words[at:]):
        return LeadingValue(SaidHours(weekly=first.value), at + week)
    meaning, said = _behind(words[at:])
    at += said
    if at + 2 < len(words) and plain(words[at]) == "in" and plain(words[at + 1]) == "of":  # `20h in of 50`
        meaning, at = "done", at + 1
    if (
        at + 1 < len(words)
        and plain(words[at]) == "of"
        and (whole := _time(words[at + 1 :], day) or _bare(words[at + 1]))
    ):
        at += 1 + whole.words
        late, said = ("", 0) if meaning else _behind(words[at:])
        if (late or meaning or meant) == "left":
            return LeadingValue(SaidHours(whole=whole.value, left=first.value), at + said)
        return LeadingValue(SaidHours(whole=whole.value, done=first.value), at + said)
    if is_bare:
        return None
    return LeadingValue(SaidHours(**{meaning or meant or "unsaid": first.value}), at)


def _of_work(words: LooseWords) -> LeadingValue[Minutes] | None:
    """A number that can only be hours, since it is done or left: `38 done`, `38 are left`."""
    verb = 2 if len(words) > 2 and plain(words[1]) in ("are", "is", "were") else 1
    is_said = len(words) > verb and plain(words[verb]) in _OF_WORK and bool(_FEW.fullmatch(words[0]))
    return LeadingValue(round(float(words[0].replace(",", ".")) * 60), verb) if is_said else None


def _is_of_days(words: LooseWords, day: Minutes) -> bool:
    """Whether a time is counted in days."""
    return not long_time(words[:2]) and _time(words, day) is not None


def _bare(word: str) -> LeadingValue[Minutes] | None:
    """Hours whose unit was said before: the `50` of `20h of 50`."""
    number = word.rstrip(",;.").replace(",", ".")
    return LeadingValue(round(float(number) * 60), 1) if _BARE.fullmatch(number) else None


def _a_week(words: LooseWords) -> int:
    """How many words say that hours are for each week."""
    said = tuple(plain(word) for word in words[:2])
    if said in (("a", "week"), ("per", "week"), ("each", "week"), ("every", "week")):
        return 2
    return 1 if said[:1] in (("weekly",), ("/week",)) else 0


def _time(words: LooseWords, day: Minutes) -> LeadingValue[Minutes] | None:
    """Hours however many, or days."""
    if taken := long_time([word.rstrip(",;.()") for word in words[:2]]):
        return taken
    for count in (1, 2):
        joined = "".join(words[:count]).casefold().strip(".,;()")
        if len(words) >= count and (matched := _DAYS.fullmatch(joined)):
            return LeadingValue(round(float(matched["days"].replace(",", ".")) * day), count)
    return None


def _behind(words: LooseWords) -> tuple[str, int]:
    """What the words behind hours say they are, and how many words say it."""
    said = tuple(plain(word) for word in words[:3])
    if pair := _PAIRS.get(" ".join(said[:2])):
        return pair, 2
    if not said or said[0] in ("in", "more", "all"):
        return "", 0
    meaning = _meaning(said[0])
    if meaning and said[1:] == ("so", "far"):
        return meaning, 3
    return (meaning, 2 if said[1:2] == ("already",) else 1) if meaning else ("", 0)


def _meaning(word: str) -> str:
    said = plain(word)
    return "left" if said in _LEFT else "done" if said in _DONE else "whole" if said in _WHOLE else ""
