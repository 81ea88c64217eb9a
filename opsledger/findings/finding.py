"""A finding and what a rule sees to make one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from opsledger.dataclass import dataclass
from opsledger.figures.evidence import Figure
from opsledger.figures.kept import is_money_unknown, is_young
from opsledger.figures.rates import own_rate
from opsledger.figures.standing import WORKDAYS, Standing
from opsledger.forecast.money_kept import money_ahead_of
from opsledger.forecast.money_result import MoneyAhead
from opsledger.forecast.result import Forecast
from opsledger.measuring.every import Measuring
from opsledger.models.ledger import LOGGED
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.written import rounded, write_about, write_date, write_hours, write_money

THEIR = "their "  # before what is left of a project's name after its client's
AT_RISK = Fraction(1, 4)  # of what is left to itself for long, about this share is lost
_NAMED_SUMS = ("the ", "their ", "what ")  # how words begin that say what a sum is: they come before it
LEAVING, PROMISED, UNSENT, OVERDUE, WAITED_FOR, SPOKEN, ASKED, UNWANTED, DECIDED, LATER = range(
    10
)  # the turns of what is told
_NOBODY_KNOWS = 50  # what an hour is worth if neither a rate nor a target says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that one role should look at.

    rule: which rule says so. urgency: 3 costs work or money within weeks, 2 costs it later, 1 is worth a thought.
    because: what is so, with its number, as a clause. action: what to do about it, the verb first; a line ready to be
    taken over as a decision. figure: the dotted name it rests on, for `explain`. sources: the lines that make this
    sentence true. about: the ids of the records it is about. hours, money: what ignoring it costs; None if that does
    not follow from the ledger; whole: the sum that money is the part at risk of, which is told; at_stake: what it is,
    in words, if the sentence does not say so. by: the last day on which doing it helps. measure: how bad it is; greater
    is worse. is_moved: whether doing the action would move the figure, so that the next review can tell. turn: what
    cannot wait comes before what costs more: a client who may leave, promises, unsent invoices, overdue money, clients
    who wait for an answer, a spoken yes, unanswered leads, leads to turn
    down that take hours soon, one overdue decision.
    instead: what to do if the action was not done in three reviews; is_instead: whether the action is that.
    named_instead: where the records are that only it names. formerly: how the action was worded before, by which older
    decisions are known. since: the day it came to be, if a decision taken before cannot have been for it. quotes: the
    overdue decisions that its sentence tells, so that they are not told again. is_weight_alone: whether its money ranks
    it and is not at stake.
    """

    rule: str
    role: str
    urgency: int
    because: str
    action: str
    figure: str = ""
    sources: tuple[Span, ...] = ()
    about: tuple[str, ...] = ()
    hours: Fraction | None = None
    money: Fraction | None = None
    by: date | None = None
    measure: float = 1.0
    is_moved: bool = True
    at_stake: str = ""
    whole: Fraction | None = None
    turn: int = LATER
    instead: str = ""
    is_instead: bool = False
    named_instead: tuple[Span, ...] = ()
    formerly: tuple[str, ...] = ()
    since: date | None = None
    quotes: tuple[str, ...] = ()
    is_weight_alone: bool = False

    @property
    def sentence(self) -> str:
        """What is so, as a sentence."""
        return f"{self.because[0].upper()}{self.because[1:]}."


class Measured:
    """The ledger on the day, with every figure by name and, if somebody made it, the forecast."""

    def __init__(self, standing: Standing, figures: Measuring, forecast: Forecast | None = None) -> None:
        self.standing = standing
        self.figures = figures
        self.forecast = forecast

    @property
    def money_ahead(self) -> MoneyAhead | None:
        """The money of the coming months; None without a client project or lead, or if no money is written down yet."""
        return None if is_money_unknown(self.standing) else self.standing.once(money_ahead_of)

    @property
    def trusted_forecast(self) -> Forecast | None:
        """The forecast, if it rests on the user's own weeks more than on priors."""
        return self.forecast if self.forecast and not self.forecast.too_few else None

    @cached_property
    def is_young(self) -> bool:
        """Whether the ledger has been kept for a few weeks only, and its forecast rests on guesses."""
        return self.trusted_forecast is None and is_young(self.standing)

    @property
    def day(self) -> date:
        """The review's day."""
        return self.standing.day

    def within(self, days: int) -> date:
        """The last weekday within so many days: until then something can be done."""
        last = self.day + timedelta(days=days)
        return last - timedelta(days=max(last.weekday() - 4, 0))

    @cached_property
    def next_workday(self) -> date:
        """The first working day after the day: what is late already waits no longer."""
        days = (self.day + timedelta(days=number) for number in range(1, 60))
        work = (each for each in days if each.weekday() < WORKDAYS and not self.standing.is_off(each))
        return next(work, self.within(7))

    def part(self, name: str, key: str) -> Fraction | None:
        """One number of a figure that has keys; None if it is too few or not there."""
        figure = self.figures.get(name)
        value = figure.value.get(key) if figure and isinstance(figure.value, Mapping) else None
        return Fraction(value) if isinstance(value, int | float | Fraction) else None

    def number(self, name: str) -> Fraction | None:
        """A figure that is a plain number; None if it is too few or not there."""
        figure = self.figures.get(name)
        return Fraction(figure.value) if figure and isinstance(figure.value, int | float | Fraction) else None

    def ids(self, name: str) -> list[str]:
        """A figure that is a list of ids."""
        figure = self.figures.get(name)
        return list(figure.value) if figure and isinstance(figure.value, list) else []

    def sources(self, name: str) -> tuple[Span, ...]:
        """Where a figure comes from."""
        figure = self.figures.get(name)
        return figure.sources if figure else ()

    def below(self, base: str) -> Mapping[str, Figure]:
        """The figures of a name that have a part, by that part: all of a ledger's stages, clients or projects."""
        return self.figures.below(base)

    @cached_property
    def hour_is_worth(self) -> Fraction:
        """What an hour of yours brings, to weigh hours against money."""
        rate = own_rate(self.standing)
        return rate if rate is not None and rate > 0 else Fraction(_NOBODY_KNOWS)

    # Words

    def money(self, amount: Fraction | None) -> str:
        """An amount as a person writes it: to the unit."""
        return write_money(None if amount is None else round(amount), self.standing.settings.currency)

    def about(self, amount: Fraction | None) -> str:
        """An amount that is an estimate: to two digits."""
        return write_about(amount, self.standing.settings.currency)

    def stake(self, finding: Finding) -> str:
        """What ignoring a finding costs, in words: `the price, 10,400 EUR`; empty if nobody knows, or it is said."""
        if finding.is_weight_alone:
            return ""
        if finding.whole:
            amount = self.money(finding.whole)
        elif finding.money:
            amount = self.about(finding.money)
        elif finding.hours and round(finding.hours):
            amount = f"about {write_hours(rounded(finding.hours))}"
        else:
            return ""
        if amount in finding.because or amount in finding.action:
            return ""
        if finding.whole and finding.at_stake.startswith(_NAMED_SUMS):
            return f"{finding.at_stake}, {amount}"
        joined = " " if finding.at_stake.startswith(("of ", "beyond ", "a ", "in ", "if ", "(")) else ", "
        return f"{amount}{joined}{finding.at_stake}" if finding.at_stake else amount

    def hours(self, hours: Fraction | float | None) -> str:
        """Hours as a person writes them."""
        return write_hours(hours)

    def date_of(self, day: date) -> str:
        """A day as it is said on the day: without its year if that is this one or the next."""
        return write_date(day, self.day)

    def short(self, day: date) -> str:
        """A day without its weekday, as the end of a stretch is said: `14 Dec`."""
        return self.date_of(day).partition(" ")[2]

    @cached_property
    def _titles(self) -> dict[str, str]:
        ledger = self.standing.whole
        records = (*ledger.logged(reversed(LOGGED)), *ledger.projects)  # of a lead and its project, the project
        return {same_id(record.id): record.title for record in records}

    def title(self, record_id: str) -> str:
        """The name of a lead, project, tool, …; its id if there is no such record."""
        return self._titles.get(same_id(record_id), record_id)

    @cached_property
    def _clients(self) -> dict[str, str]:
        return {same_id(client.id): client.title for client in self.standing.whole.clients}

    def client(self, client_id: str) -> str:
        """The name of a client; of one without a file its id as a name is written: `tamsin-shaw`, Tamsin Shaw."""
        return self._clients.get(same_id(client_id)) or _as_name(client_id)

    def client_of(self, project: Project) -> str:
        """The name of a project's client; the project's own if it names none."""
        return self.client(project.client.id) if project.client else project.title

    def theirs(self, project: Project) -> str:
        """A project beside its client's name: `their website` if it begins with that name, or else its own."""
        client = self.client_of(project)
        rest = project.title.removeprefix(client)
        return f"{THEIR}{rest.strip()}" if rest.startswith(" ") and rest.strip() else project.title


def _as_name(record_id: str) -> str:
    """An id as a name, if it is one of plain words and numbers; what has capitals is a name already."""
    words = record_id.split("-")
    if record_id != record_id.lower():
        return record_id
    return " ".join(word.capitalize() for word in words) if all(word.isalnum() for word in words) else record_id


FindingRule: TypeAlias = Callable[[Measured], Iterator[Finding]]


def ids_of(*records: LoggedRecord) -> tuple[str, ...]:
    """What a finding about some records is about."""
    return tuple(record.id for record in records)
