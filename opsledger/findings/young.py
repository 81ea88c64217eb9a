"""What the headline says of a ledger too young to be forecast: until when booked work lasts, and what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog
from opsledger.figures.covering import weeks_recorded
from opsledger.figures.kept import is_work_unknown
from opsledger.figures.projects import sold_for
from opsledger.figures.standing import hours
from opsledger.figures.statistics import TOO_FEW
from opsledger.findings.ahead import ToldStretch
from opsledger.findings.dry import A_HAIR, FEW_LEADS
from opsledger.findings.finding import Measured
from opsledger.findings.late import last_to_be_done
from opsledger.findings.planning import planned_for_clients
from opsledger.forecast.booked_figures import is_any_booked
from opsledger.forecast.lasting import Lasting, lasting
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.values.written import count_of, rounded, write_hours, write_number, write_weeks

FEW_WEEKS = 4
_HOLE_DAYS = 35  # a last promise further ahead leaves time to know more


def said_young(measured: Measured) -> Iterator[str]:
    """The sentences, without their stops."""
    standing = measured.standing
    dry, pace = measured.figures["balance.dry_on"].value, measured.number("balance.pace")
    if is_work_unknown(standing):
        told = f"You usually do {write_number(pace)} client hours a week. " if pace else ""
        yield f"{told}Too early to tell what is booked: write down your running projects"
        return
    booked, lasts = backlog(standing).minutes, lasting(standing)
    left = write_hours(hours(booked))
    if pace is None and not booked:
        yield _nothing_booked(measured, lasts)
    elif pace is None or goes_by_hours_set(measured):
        yield _at_the_hours_set(measured, lasts)
    elif not pace and not isinstance(dry, date):
        yield f"Standing still: {left} are booked, and no client work was done in the last weeks"
    elif not isinstance(dry, date):
        yield f"So far in balance: {hangs_on(measured)}"
    else:
        yield _runs_out(measured)
    yield from _hole(measured, lasts)


def goes_by_hours_set(measured: Measured) -> bool:
    """Whether more than a week's work is sold, and only few recorded weeks say that it does not fill the coming one."""
    standing = measured.standing
    if measured.trusted_forecast or weeks_recorded(standing) >= FEW_WEEKS or not lasting(standing).until:
        return False
    is_dry = measured.figures["balance.dry_on"].value == measured.day
    return is_dry and backlog(standing).minutes >= standing.settings.client_hours > 0


def _nothing_booked(measured: Measured, lasts: Lasting) -> str:
    if jobs := lasts.unknown:
        worth = sum((sold_for(job) or Fraction(0) for job in jobs), Fraction(0))
        money = f" for {measured.money(worth)}" if worth else ""
        booked = f"{count_of(len(jobs), 'job')}{money} {'is' if len(jobs) == 1 else 'are'} booked"
        return f"{booked}. Write down the hours to see how long that lasts"
    return "Too early to tell: no client work is booked yet"


def _at_the_hours_set(measured: Measured, lasts: Lasting) -> str:
    """Until when booked work lasts at the client hours that the settings have, if the estimates hold."""
    weekly = Fraction(measured.standing.settings.client_hours, 60)
    kept, left = lasts.retained, write_hours(rounded(lasts.hours))
    if not weekly or not (lasts.hours or kept):
        sold = write_hours(hours(backlog(measured.standing).minutes))
        return f"Too early to tell how long the {sold} booked will last. Record one full week"
    if not lasts.hours:
        a_week = rounded(kept * 12 / 52)
        takes = "takes" if _retainers(measured) == "retainer" else "take"
        set_hours = f"{write_hours(weekly)} a week you set for clients"
        return f"Your {_retainers(measured)} {takes} {write_hours(a_week)} of the {set_hours}"
    if lasts.until is None:
        return f"{left} are booked, more than a year at the {write_hours(weekly)} a week you set for clients"
    beside = f" beside your {_retainers(measured)}" if kept else ""
    return (
        f"At the {write_hours(weekly)} a week you set, the {left} booked last until about "
        f"{measured.date_of(lasts.until)}{beside}, if your estimates hold{_without(lasts)}"
    )


def _retainers(measured: Measured) -> str:
    many = sum(project.is_retainer and project.is_open for project in measured.standing.client_projects) > 1
    return "retainers" if many else "retainer"


def _without(lasts: Lasting) -> str:
    """What the sum leaves out."""
    if not lasts.unknown:
        return ""
    named = lasts.unknown[0].title if len(lasts.unknown) == 1 else count_of(len(lasts.unknown), "job")
    return (
        f". {named} not counted: nobody wrote down how many hours it takes"
        if len(lasts.unknown) == 1
        else (f". {named} are not counted: nobody wrote down how many hours they take")
    )


def _hole(measured: Measured, lasts: Lasting) -> Iterator[str]:
    """After which day nothing is booked, if that is near."""
    if lasts.last and not lasts.unknown and (lasts.last - measured.day).days <= _HOLE_DAYS:
        if lasts.until and lasts.until < lasts.last and not lasts.retained:
            yield f"The last of it is promised for {measured.date_of(lasts.last)}, and nothing is booked after that"
            return
        nothing = f"Beside your {_retainers(measured)} nothing" if lasts.retained else "Nothing"
        yield f"{nothing} is booked after {measured.date_of(lasts.last)}"


def _runs_out(measured: Measured) -> str:
    cover, leads = measured.number("balance.cover"), measured.figures["balance.lead_time_weeks"].n
    seen = measured.forecast.known if measured.forecast else weeks_recorded(measured.standing)
    rests = f" (from {count_of(seen, 'recorded week')})" if 0 < seen < FEW_WEEKS else ""
    lasts = f"{hangs_on(measured)}{rests}"
    if cover is None or leads < FEW_LEADS:
        return f"{lasts[0].upper()}{lasts[1:]}"
    if cover < -A_HAIR:
        needed = measured.number("balance.lead_time_weeks")
        return f"Lean ahead: {lasts}, and a new lead takes {write_weeks(needed)} to become work"
    if cover > A_HAIR:
        return f"So far in balance: {lasts}, {write_weeks(cover)} longer than a new lead takes to become work"
    return f"So far in balance: {lasts}, about as long as a new lead takes to become work"


def from_when(measured: Measured) -> Iterator[str]:
    """From when on lean weeks can be told, if the ledger has client work."""
    known = measured.forecast.known if measured.forecast else 0
    missing = FEWEST_WEEKS - known
    if missing > 0 and measured.standing.client_projects and not is_work_unknown(measured.standing):
        then = measured.date_of(measured.day + timedelta(weeks=missing))
        yield f"Lean weeks can be forecast from about {then}, once {FEWEST_WEEKS} weeks are recorded"


def hangs_on(measured: Measured, told: Sequence[ToldStretch] | None = None) -> str:
    """Until when booked work fills the weeks, and how that agrees with what is told beside it.

    told: the stretches of a forecast; with them the booked job is named that takes until later, in weeks it does not
    fill.
    """
    dry = measured.figures["balance.dry_on"]
    if not isinstance(dry.value, date):
        return "" if (dry.note or "").startswith(TOO_FEW) else dry.note or ""
    if not is_any_booked(measured.standing):
        return "no work is booked"
    if dry.value == measured.day:
        left, week = backlog(measured.standing).minutes, measured.standing.settings.client_hours
        sold = f"{write_hours(hours(left))} are sold, but they do" if left >= week > 0 else "booked work does"
        planned = planned_for_clients(measured)
        is_full = planned is not None and planned >= Fraction(measured.standing.settings.famine) * Fraction(week, 60)
        return f"{sold} not fill the coming week" + (f", though {write_hours(planned)} are planned" if is_full else "")
    lasts = f"booked work keeps you busy until {measured.short(dry.value)}"
    lean = next((each.stretch for each in told or () if each.kind == LEAN), None)
    if lean and lean.first.monday <= dry.value:
        return ""  # the stretch says it: a second day beside it only confuses
    last = None if told is None else last_to_be_done(measured, dry.value)
    ends = [lasts, *([f"{last[0].title} until {measured.short(last[1])}"] if last else ())]
    if any(each.kind == OVERLOADED and each.stretch.last.sunday > dry.value for each in told or ()):
        ends.append("work that you may still win after that")
    return ", and ".join([", ".join(ends[:-1]), ends[-1]]) if len(ends) > 1 else lasts
