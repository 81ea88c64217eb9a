"""The headline: what is now, what comes and until when, how sure that is, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from opsledger.cache import Plain
from opsledger.dataclass import dataclass
from opsledger.findings.ahead import EITHER_WAY, OPEN_TOLD, POSSIBLE_TOLD, ToldStretch, told_stretches
from opsledger.findings.dependence import dependence_sentence
from opsledger.findings.fading import fading_sentence
from opsledger.findings.finding import Measured
from opsledger.findings.late import missed_sentence, promises_sentence
from opsledger.findings.lately import now_sentence, uneven_sentence, uneven_week
from opsledger.findings.money import cash_sentence, low_now_sentence, money_sentence
from opsledger.findings.quoting import in_sentence
from opsledger.findings.retainers import retainer_sentence
from opsledger.findings.stopping import stopping_sentence
from opsledger.findings.unpaid import doubt_sentence
from opsledger.findings.young import from_when, hangs_on, said_young
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.result import Forecast
from opsledger.models.reviews import WrittenReview
from opsledger.values.written import (
    rounded,
    write_hours,
    write_likely,
    write_number,
    write_share,
)

BALANCED, OPEN, EARLY = "balanced", "open", "early"
SURELY_NOT = 0.35  # below this chance of two such weeks in a row within eight: then one in twenty-five is wrong
ONE_SIDED = 0.2  # a side that is less likely than this is left out where the other may well come
_TREND = 6
_HORIZON = 8
_MOST_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class BoldSentence:
    """The bold sentence and what it rests on.

    kind: `lean`, `overloaded`, `balanced`, `open` (it could go either way) or `early` (too little is known). told: the
    stretches it names. now: `lean` or `overloaded` if the last two weeks were. opening: the few words before its first
    colon, which a page may set apart; empty if it begins with a record's name, or has no such words.
    """

    text: str
    kind: str
    told: tuple[ToldStretch, ...] = ()
    now: str | None = None
    opening: str = ""


def headline(measured: Measured) -> BoldSentence:
    """The headline of a day."""
    forecast = measured.trusted_forecast
    return _by_forecast(measured, forecast) if forecast else _young(measured)


def _by_forecast(measured: Measured, forecast: Forecast) -> BoldSentence:
    told, now = told_sides(measured), forecast.now.kind
    openings = [_said(measured, each) for each in told]
    uneven, cash = uneven_week(measured, forecast.now) if not now else None, cash_sentence(measured)
    is_balanced = _ahead(forecast, told) == BALANCED
    missed = missed_sentence(measured) if is_balanced and not now and not uneven else ""
    if not is_balanced:
        openings = openings or [_either_way(forecast)]
    elif uneven:
        openings = [uneven_sentence(measured, uneven), _chances(forecast), *openings]
    elif missed:
        openings = [missed, _chances(forecast), *openings]
    else:
        balanced = "Your hours are balanced" if cash else "Balanced"
        openings = [_chances(forecast) if now else f"{balanced}: {_chances(forecast)}", *openings]
    behind, unpaid = now_sentence(measured, forecast.now) if now else "", doubt_sentence(measured)
    lasts = hangs_on(measured, told)
    if unpaid and is_balanced and not behind:
        openings, lasts = [], ""  # full weeks are no comfort if the client who fills them does not pay
    stops = stopping_sentence(measured)
    ends = [cash, unpaid, stops, behind, *openings, fading_sentence(measured), promises_sentence(measured), lasts]
    ends += [money_sentence(measured), retainer_sentence(measured), dependence_sentence(measured), _trend(measured)]
    text = in_sentence(measured, ". ".join(f"{end[0].upper()}{end[1:]}" for end in _told_first(ends)))
    kind = headline_kind(measured, forecast, told)
    return BoldSentence(f"{text}.", kind, told, now, "" if cash or stops or missed else _opening(text))


def _told_first(ends: Sequence[str]) -> list[str]:
    """No more than can be read at once: until when work is booked stands in the table too, and a trend can wait."""
    *before, hangs_on, money, retainer, dependence, trend = ends
    found = [end for end in (*before, hangs_on, money, retainer, dependence, trend) if end]
    for less in (hangs_on, trend, dependence):
        if len(found) > _MOST_SENTENCES and less:
            found.remove(less)
    return found


def _opening(text: str) -> str:
    before, colon, _ = text.partition(": ")
    return before if colon and "." not in before else ""


def headline_kind(measured: Measured, forecast: Forecast, told: Sequence[ToldStretch]) -> str:
    """What a headline says on the whole, by the stretches that it names: two such weeks just past are now.

    It is open, and not balanced, if one of the last two weeks was lean or overloaded.
    """
    now, ahead = forecast.now.kind, _ahead(forecast, told)
    if now and not (told and told[0].is_likely):
        return now
    return OPEN if ahead == BALANCED and uneven_week(measured, forecast.now) else ahead


def _ahead(forecast: Forecast, told: Sequence[ToldStretch]) -> str:
    """What is ahead, whatever is so now."""
    first = told[0] if told else None
    if first is not None and first.sureness != POSSIBLE_TOLD:
        return first.kind if first.is_likely else OPEN
    return OPEN if _could_be(forecast) else BALANCED


def told_sides(measured: Measured) -> tuple[ToldStretch, ...]:
    """The stretch that matters most, and the first of the other kind; without one the next of its own."""
    told = told_stretches(measured)
    others = [each for each in told[1:] if each.kind != told[0].kind] or list(told[1:])
    return (*told[:1], *others[:1])


def _said(measured: Measured, told: ToldStretch) -> str:
    """A stretch with both ends, how sure it is, and its hours."""
    stretch = told.stretch
    span = f"{measured.short(stretch.first.monday)} to {measured.short(stretch.last.sunday)}"
    much = f"about {write_hours(rounded(stretch.hours))} {'short' if stretch.kind == LEAN else 'too much'}"
    ends = f"{span} ({write_likely(stretch.chance)}, {much})"
    if told.sureness == OPEN_TOLD:
        return f"Could become {stretch.kind}: {ends}"
    name = "Lean" if stretch.kind == LEAN else "Overloaded"
    return f"{name} ahead: {ends}" if told.is_likely else f"Perhaps {stretch.kind}: {ends}"


def _possible(forecast: Forecast) -> tuple[str, ...]:
    """What the coming weeks may be: overloaded by sold or planned work, or if work yet to be won may well do it."""
    is_open = (forecast.outlook.of(OVERLOADED).get(_HORIZON) or 0.0) > EITHER_WAY
    return (LEAN, OVERLOADED) if _is_asked_for(forecast) or is_open else (LEAN,)


def _is_asked_for(forecast: Forecast) -> bool:
    """Whether sold or planned work, and not what is yet to be won, may be too much."""
    is_full = forecast.is_sold_out or forecast.now.kind == OVERLOADED
    return is_full or any(stretch.kind == OVERLOADED for stretch in forecast.stretches)


def _chances(forecast: Forecast) -> str:
    """How likely two weeks in a row are of each kind, the likelier first."""
    known = [(chance, kind) for kind in _possible(forecast) if (chance := forecast.outlook.of(kind).get(_HORIZON))]
    if not known:
        return f"no lean or overloaded stretch stands out within {_HORIZON} weeks"
    known.sort(key=lambda each: -each[0])
    (chance, kind), *others = known
    share = write_share(chance)
    article = "an" if share.startswith(("8", "11 ", "18 ")) else "a"
    said = f"there is {article} {share} chance of two {kind} weeks in a row within {_HORIZON} weeks"
    return "".join([said, *(f", and {write_share(each)} of two {other} ones" for each, other in others)])


def _either_way(forecast: Forecast) -> str:
    """What may come, if nobody can tell when: one side alone if the other is out of the question."""
    chances = {kind: forecast.outlook.of(kind).get(_HORIZON) or 0.0 for kind in _possible(forecast)}
    likely, *others = sorted(chances, key=lambda kind: -chances[kind])
    if all(chances[other] < ONE_SIDED for other in others) and chances[likely] >= ONE_SIDED:
        chance = write_share(chances[likely])
        unsold = likely == OVERLOADED and not _is_asked_for(forecast)
        taken = " if you take all that comes" if unsold else ""
        return f"Could become {likely}{taken}: {chance} likely within {_HORIZON} weeks"
    return f"Could go either way: {_chances(forecast)}"


def _could_be(forecast: Forecast) -> bool:
    """Whether two such weeks in a row may well come, only nobody can tell when."""
    found = (forecast.outlook.of(kind).get(_HORIZON) for kind in _possible(forecast))
    return any(chance is not None and chance >= SURELY_NOT for chance in found)


def _trend(measured: Measured) -> str:
    """A usual week that fell or rose in six reviews in a row, this one included."""
    now = measured.number("balance.pace")
    reviews: list[WrittenReview] = sorted(
        measured.standing.ledger.fortnights, key=lambda review: review.on, reverse=True
    )
    past = [_number((review.frozen or {}).get("balance.pace")) for review in reviews if review.on < measured.day]
    rows = [None if now is None else float(now), *past]
    for word, sign in (("fallen", 1), ("risen", -1)):
        steps = _steps(rows, sign)
        if steps >= _TREND - 1 and rows[0] is not None:
            first, last = (write_number(rows[place]) for place in (steps, 0))
            return f"your usual week has {word} for {steps} reviews: {first} → {last} h"
    return ""


def _steps(rows: Sequence[float | None], sign: int) -> int:
    """How many times in a row each is less (sign 1) or more (-1) than the one before it, the latest first."""
    steps = 0
    for later, earlier in pairwise(rows):
        if later is None or earlier is None or sign * (earlier - later) <= 0:
            break
        steps += 1
    return steps


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _young(measured: Measured) -> BoldSentence:
    """What a ledger says that is too young for a forecast to be trusted, and from when it can say more."""
    late, said = promises_sentence(measured), list(said_young(measured))
    said += [f"{end[0].upper()}{end[1:]}" for end in (low_now_sentence(measured), retainer_sentence(measured)) if end]
    kind = LEAN if said[0].startswith("Lean") else EARLY
    firsts = (cash_sentence(measured), doubt_sentence(measured), stopping_sentence(measured), late)
    before = [f"{first[0].upper()}{first[1:]}" for first in firsts if first]
    later = from_when(measured) if len(before) + len(said) < _MOST_SENTENCES - 1 else ()  # the weeks say so too
    text = in_sentence(measured, ". ".join([*before, *said, *later]))
    return BoldSentence(f"{text}.", kind, opening="" if before else _opening(said[0]))


def kept_headline(said: BoldSentence) -> Plain:
    """A headline as it is kept beside a review."""
    return {
        "text": said.text,
        "kind": said.kind,
        "now": said.now,
        "told": [
            {
                "kind": told.kind,
                "from": str(told.stretch.first),
                "until": str(told.stretch.last),
                "chance": round(told.stretch.chance, 4),
                "hours": round(told.stretch.hours, 2),
                "likely": told.is_likely,
            }
            for told in said.told
        ],
    }
