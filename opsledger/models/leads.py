"""Work that may flow in."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

from opsledger.dataclass import dataclass
from opsledger.models.lines import LogLine, Reference
from opsledger.models.record import LoggedRecord, start_of_last_run
from opsledger.patterns import pattern
from opsledger.values.duration import Minutes
from opsledger.values.money import Money

CLOSINGS = ("won", "lost", "declined")
LOST = CLOSINGS[1:]
CRM_KEYS = ("hubspot", "pipedrive")  # under which a lead keeps the number of its deal
_OF_CRM = pattern(r"\"([^\"]{1,80})\" in (HubSpot|Pipedrive)(?:, |$)")  # how its line quotes the stage of a deal
REFERRAL = "referral"
_REFERRED = pattern(  # without accents, in English, German, French, Spanish, Portuguese, Italian and Dutch
    r"\b(?:referrals?|referred|recomm[ae]nd(?:ed|ees?|es?|ations?)|introduc(?:ed|tions?)|word of mouth"
    r"|(?:weiter)?empfehlung(?:en)?|(?:weiter)?empfohlen|mundpropaganda"
    r"|parrainage|bouche a oreille"
    r"|recomenda(?:cion|ciones|do|da|cao|coes)|referid[oa]s?|boca a (?:boca|oreja)|indica(?:cao|coes)"
    r"|passaparola|raccomandazion[ei]|aanbeveling(?:en)?|aanbevolen|doorverwijzing|mond tot mond(?:reclame)?)\b"
)


def is_referral(source: str | None) -> bool:
    """Whether a source says that somebody recommended you: `referral`, `Referrals`, `Empfehlung Brunner`."""
    if not source:
        return False
    plain = unicodedata.normalize("NFKD", source.casefold().replace("-", " ").replace("_", " "))
    return _REFERRED.search("".join(one for one in plain if not unicodedata.combining(one))) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lead(LoggedRecord):
    """Work that may flow in.

    value and hours are as the front matter states them; `worth` and `size` are as last stated. chance: the owner's own,
    0 to 1. decision: the day on which they decide. referred_by: who sent them.
    """

    source: str | None
    client: Reference | None = None
    email: tuple[str, ...] = ()
    service: str | None = None
    value: Money | None = None
    hours: Minutes | None = None
    chance: Decimal | None = None
    decision: date | None = None
    start: date | None = None
    due: date | None = None
    referred_by: Reference | None = None
    scope: bool | None = None
    timeframe: bool | None = None
    budget: bool | None = None
    ideal: bool | None = None
    stages: tuple[str, ...]

    @property
    def is_imported(self) -> bool:
        """Whether a CRM's export brought it: that knows when a deal began and closed, and not who wrote when."""
        return any(key in self.extra for key in CRM_KEYS)

    def stage_lines(self) -> list[LogLine]:
        """The lines that moved it: the open stages and the closings."""
        return [line for line in self.log if line.word in CLOSINGS or line.word in self.stages]

    @property
    def stage(self) -> str:
        """Its last stage word; the first stage if it has none."""
        for line in reversed(self.log):
            if line.word in self.stages or line.word in CLOSINGS:
                return line.word
        return self.stages[0]

    @property
    def is_at_last_stage(self) -> bool:
        """Whether it is as near to work as a lead can be: a spoken yes."""
        return self.stage == self.stages[-1]

    @property
    def answer(self) -> LogLine | None:
        """The line that answered it: your first `out`, or the first of a later stage, `won` or `declined`."""
        return next((line for line in self.log if line.word in ("out", *self.stages[1:], "won", "declined")), None)

    @property
    def asked(self) -> bool:
        """Whether it began with a word of theirs; what a CRM's export brought counts once you wrote to them."""
        return self.log[0].word != "out" and (not self.is_imported or bool(self.lines("out")))

    @property
    def stage_line(self) -> LogLine | None:
        """The line since which it is in its stage: the first of the unbroken run of its last stage word."""
        return start_of_last_run(self.stage_lines())

    @property
    def stage_since(self) -> date | None:
        """The day since which it is in its stage."""
        line = self.stage_line
        return line.day if line else self.first_day

    @property
    def last_contact(self) -> LogLine | None:
        """The last note of when you were in touch, as a CRM knows it."""
        return next((line for line in reversed(self.log) if line.is_last_contact), None)

    @property
    def is_stage_day_unknown(self) -> bool:
        """Whether it may have come into its stage on any day since the one that its line has."""
        line = self.stage_line
        return line is not None and line.is_of_unknown_day

    @property
    def still_since(self) -> date | None:
        """The day since which it stands still in its stage: if the export did not give it, that of the last contact."""
        since, heard = self.stage_since, self.last_contact
        return max(since, heard.day) if since and heard and self.is_stage_day_unknown else since

    @property
    def crm_stage(self) -> tuple[str, str] | None:
        """What the CRM that it came from calls its stage, and the CRM: `("Contract Sent", "HubSpot")`."""
        line = self.stage_line
        said = _OF_CRM.match(line.text) if line and self.is_imported else None
        return (said[1], said[2]) if said else None

    @property
    def opened(self) -> LogLine | None:
        """The line it began with; of one taken up again after it was lost or declined, the first since then."""
        first = self.log[0] if self.log else None
        again: LogLine | None = None
        is_closed = False
        for line in self.log:
            if line.word in LOST:
                is_closed, again = True, None
            elif is_closed:
                if line.word in ("in", "out", "next", "won") or line.word in self.stages:
                    again = again or line
                if line.word == "won" or line.word in self.stages:
                    first, is_closed = again, False
        return first

    @property
    def came_back(self) -> LogLine | None:
        """The last `in` since it was lost or declined, unless you answered: they ask again, and nobody took it up."""
        if self.stage not in LOST or self.stage_line is None:
            return None
        since = self.log[self.log.index(self.stage_line) :]
        asked = [number for number, line in enumerate(since) if line.word == "in"]
        if not asked or any(line.word == "out" or line.word in LOST for line in since[asked[-1] + 1 :]):
            return None
        return since[asked[-1]]

    @property
    def is_open(self) -> bool:
        """Whether it is neither won, lost nor declined."""
        return self.stage not in CLOSINGS

    @property
    def worth(self) -> Money | None:
        """Its value as last stated."""
        return next((line.amount for line in reversed(self.log) if line.word == "value"), self.value)

    @property
    def size(self) -> Minutes | None:
        """Its hours as last stated, in minutes."""
        return next((line.minutes for line in reversed(self.log) if line.word == "hours"), self.hours)

    @property
    def standing_next(self) -> LogLine | None:
        """The last `next` line, unless an `in`, `out` or stage line on or after its promised day has kept it."""
        for number in range(len(self.log) - 1, -1, -1):
            line = self.log[number]
            if line.word == "next" and line.promised:
                later = self.log[number + 1 :]
                kept = any(other.day >= line.promised and self._keeps(other) for other in later)
                return None if kept else line
        return None

    def next_on(self, day: date) -> LogLine | None:
        """The standing `next` as it is on a day; none if that is past and they, you or its stage moved since then.

        What was written after it took its place: a call planned for Thursday is not missed if they wrote on Wednesday.
        """
        line = self.standing_next
        if line is None or line.promised is None or line.promised >= day:
            return line
        later = self.log[self.log.index(line) + 1 :]
        return None if any(self._keeps(other) for other in later) else line

    @property
    def unanswered(self) -> LogLine | None:
        """Their last word, if they wait for yours: an `in` (or the inquiry it began with) with nothing of yours since.

        A later stage, or a step of your own that is planned, is an answer; so is any `out`.
        """
        if not self.is_open or not self.asked:
            return None
        yours = [number for number, line in enumerate(self.log) if self._is_yours(line)]
        since = self.log[yours[-1] + 1 :] if yours else self.log
        asked = [line for line in since if line.word in ("in", self.stages[0])]
        return asked[-1] if asked else None

    def _is_yours(self, line: LogLine) -> bool:
        return line.word in ("out", "next") or line.word in self.stages[1:]

    def _keeps(self, line: LogLine) -> bool:
        return line.word in ("in", "out") or line.word in CLOSINGS or line.word in self.stages
