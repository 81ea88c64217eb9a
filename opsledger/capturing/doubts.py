"""Lines that read well and may mean something else: a part delivered, a yes to something small, somebody new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from opsledger.capturing.days import take_day
from opsledger.capturing.inbox import OWN
from opsledger.capturing.loose import Loose
from opsledger.capturing.names import Called, take_name
from opsledger.capturing.other_words import form_meant
from opsledger.capturing.unsaid import why_not_a_note
from opsledger.capturing.words import plain
from opsledger.patterns import pattern

_ASKING = frozenset(
    (
        *("wants", "quote", "offer", "asked", "asks", "enquiry", "inquiry", "needs", "interested", "looking"),
        *("proposal", "request"),
    )
)
_SMALL = ("the", "a", "an", "my", "our", "their", "his", "her", "its", "some", "two", "three", "only")
_PARTS_OF_WORK = frozenset(
    (
        *("first", "1st", "second", "2nd", "third", "3rd", "next", "half", "part", "parts", "partly", "draft"),
        *("drafts", "sample", "samples", "most", "batch", "chapter", "chapters", "page", "pages", "one", "four"),
        *("five", "version", "phase", "milestone", "teil", "erste", "ersten", "erster", "erstes", "entwurf"),
        *("hälfte", "première", "premier", "primera", "primer", "primo", "prima", "partie", "parte", "parcial"),
        *("mitad", "moitié", "rest"),
    )
)
_CLOSING = frozenset(("won", "lost", "cancelled", "declined"))
_THINGS = frozenset(
    ("call", "meeting", "appointment", "award", "prize", "track", "file", "files", "key", "keys", "again")
)
_SPEAKERS = ("they", "she", "he", "now", "also", "finally", "just", "still")
_SAYING = frozenset(
    (
        *("asked", "asks", "asking", "want", "wants", "wanted", "wrote", "writes", "say", "says", "said", "replied"),
        *("need", "needs", "wonder", "wonders", "requested"),
    )
)
_YES = frozenset(("agreed", "agree", "accepted", "accept", "accepts", "zugesagt", "approved"))
_YES_PAIRS = frozenset((("said", "yes"), ("says", "yes"), ("sagt", "ja"), ("sagte", "ja"), ("go", "ahead")))
_DONE = frozenset(("done", "finished", "fertig", "ready", "complete", "completed", "fini", "terminé", "terminado"))
_MOVING = frozenset(("move", "moves", "moved", "push", "shift", "delay", "delayed", "reschedule", "verschieben"))
_ABOUT = ("ca", "circa", "about", "around", "roughly", "worth", "budget")
_SUM = pattern(r"[0-9]{3,6}|[0-9]{1,3}[.,'][0-9]{3}")
_DEADLINE = frozenset(("deadline", "postponed", "verschoben", "abgabetermin", "reportado"))

_MONTHLY = pattern(
    r"[0-9][^ ]* ?(?:[a-z]{3}|[€£$])? ?(?:/|a |per |pro |im |par |al )(?:month|mo|monat|mois|mes|year|jahr|an)\b",
    re.IGNORECASE,
)


def why_doubtful(loose: Loose, word: str, record: Called, last_stage: str) -> str | None:
    """Why a line of a record's log may mean something else; None if nothing speaks for it. last_stage: of a lead."""
    if loose.word or not loose.rest:
        return _may_not_end(word, loose.rest, record.id)
    if why := why_not_a_note(loose):
        return why
    first, said = loose.rest[0], {plain(one) for one in loose.rest}
    if set(first) & set("€£$¥") and any(one.isdigit() for one in first):
        return f"`{first}` is money, and nothing says what became of it: write `cost {first} NAME …`, or `paid`"
    if len(loose.rest) == 1 and plain(first) in _DONE and record.folder == "projects":
        return f"if that is its delivery, write `delivered {record.id}`, else `note {record.id} …`"
    if _DEADLINE & said and any(one[:1].isdigit() for one in loose.rest):
        return f"it may move what you promised: write `due 2026-12-18 {record.id} …`, or `note {record.id} …`"
    if record.folder == "projects" and (moved := _moved_to(loose)):
        return f"it may move what you promised: write `due {moved} {record.id} …`, or `note {record.id} …`"
    if record.folder == "leads" and (worth := _worth_now(loose.rest)):
        return f"it may be worth {worth} now: write `value {worth} {record.id} …`, or `note {record.id} …`"
    if record.folder == "leads" and _says_yes(loose.rest):
        return f"it may be a yes to your offer: write `{last_stage} {record.id} …`, or `in {record.id} …`"
    if not record.is_open and first[:1].isupper():
        somebody = " ".join((*loose.named, first))
        hint = f"write `new lead {somebody} from SOURCE, …`, or `note {record.id} …`"
        return f"{record.id} is closed, and `{somebody}` may be somebody new: {hint}"
    return None


def _may_not_end(word: str, rest: Sequence[str], name: str) -> str | None:
    """Why a word that ends a project or a lead may not be meant so: only a part was delivered, or a thing was lost."""
    first = [plain(one) for one in rest[:2]]
    while first and first[0] in _SMALL:
        first = first[1:]
    if word == "delivered" and first and (first[0] in _PARTS_OF_WORK or first[0][:1].isdigit()):
        return (
            f"`delivered` ends the project, and this may be a part: write `note {name} …`, or `delivered {name}` alone"
        )
    if word in _CLOSING and rest and (plain(rest[0]) in _SMALL or plain(rest[0]) in _THINGS):
        return (
            f"`{word}` closes {name}, and this may be something else: write `note {name} …`, or `{word} {name}` alone"
        )
    return None


def says_they(rest: Sequence[str]) -> bool:
    """Whether a text begins with what somebody else said or wants: `they asked again`, `wants two more posts`."""
    said = [plain(one) for one in rest[:3]]
    while said and said[0] in _SPEAKERS:
        said = said[1:]
    return bool(said) and said[0] in _SAYING


def _moved_to(loose: Loose) -> date | None:
    """The day that a text says something moves to: `want to move to 18 december`."""
    if not loose.day or not _MOVING & set(map(plain, loose.rest)):
        return None
    for at, word in enumerate(loose.rest[:-1]):
        if plain(word) in ("to", "until", "till", "on") and (
            to := take_day(loose.rest[at + 1 :], loose.day, back=False)
        ):
            return to.value
    return None


def _worth_now(words: Sequence[str]) -> str | None:
    """The amount that a lead is said to be worth now, at the end of a text: `a smaller concept, ca 4500 now`."""
    said = [plain(word) for word in words]
    end = len(said) - (said[-1:] == ["now"])
    if end < 2 or (end == len(said) and said[end - 2] not in _ABOUT) or not _SUM.fullmatch(said[end - 1]):
        return None
    return said[end - 1].replace(",", "").replace(".", "").replace("'", "")


def _says_yes(rest: Sequence[str]) -> bool:
    """Whether a text tells of a yes, which may be to the offer or to something small."""
    said = [plain(one) for one in rest]
    return bool(_YES & set(said)) or any(pair in _YES_PAIRS for pair in pairwise(said))


def why_unknown(loose: Loose, called: Sequence[Called]) -> str:
    """Why a line that names nothing stays: what it may be instead."""
    if other := form_meant(loose.rest):
        return other
    said = {plain(one) for one in loose.rest}
    if loose.rest and plain(loose.rest[0]) in OWN:
        return "it names nothing of the ledger: below a heading `# Ideas` it is yours, and does not wait"
    if _MONTHLY.search(loose.text):
        return "a cost that comes again goes to tools/: `opsledger new tool NAME --jobs run --cost AMOUNT/month`"
    for at in range(1, len(loose.rest)) if loose.rest[:1] and plain(loose.rest[0]).isalpha() else ():
        if named := take_name(loose.rest[at:], called):
            name = " ".join(loose.rest[at : at + named.words])
            return f"it names `{name}`, but not what happened: begin with the name, and a word of its log or `note`"
    unknown = "it names no lead, project or area of the ledger"
    return f"{unknown}: of somebody new, write `new lead NAME from SOURCE, …`" if said & _ASKING else unknown
