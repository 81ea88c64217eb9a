"""Where a CRM's deals are, as a stage of the ledger, and what to say of those that nothing says it of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal

from opsledger.diagnostics import did_you_mean
from opsledger.editing.record_text import slugs
from opsledger.importing.deals import LOST, WON, Deal, DealReport, without_pipeline
from opsledger.importing.plan import Unusable
from opsledger.models.settings import Settings
from opsledger.values.written import count_of, listed

LEFT_OUT = "-"
CLOSED = (WON, LOST, "declined")


class DealStages:
    """The stages of a CRM, as the user maps them to the ledger's, as they are called, or as they usually are."""

    def __init__(self, settings: Settings, report: DealReport, mapped: Mapping[str, str]) -> None:
        self._stages = settings.stages
        self._usual = report.stages
        known = (*settings.stages, *CLOSED, LEFT_OUT)
        for stage in mapped.values():
            if stage not in known:
                hint = did_you_mean(stage, known) or f"one of {', '.join(known[:-1])}"
                raise Unusable(f"`{stage}` is not a stage of the ledger", hint)
        self._mapped = {folded_name(name): stage for name, stage in mapped.items()}
        self._unknown: dict[str, list[Deal]] = defaultdict(list)
        self._seen: set[str] = set()
        self._taken: Counter[tuple[str, str]] = Counter()
        self._title = report.program

    def of(self, deal: Deal) -> str | None:
        """Where a deal is, as a word of the log; None if nothing says it."""
        stage = self._of(deal)
        if stage is not None and stage in self._stages:
            self._taken[without_pipeline(deal.stage), stage] += 1
        return stage

    def _of(self, deal: Deal) -> str | None:
        """As `of`.

        Pipedrive leaves a closed deal in the stage that it closed in: what that stage is mapped to does not open it.
        """
        names = _names(deal)
        self._seen.update(names)
        named = next((name for name in names if name in self._mapped), None)
        if named is not None:
            mapped = self._mapped[named]
            if not deal.closing or mapped not in self._stages:
                return mapped
        if deal.closing:
            return deal.closing
        for name in names:
            own = next((stage for stage in self._stages if folded_name(stage) == name or stage in slugs(name)), None)
            usual = self._usual.get(name)
            if own or usual in self._stages:
                return own or usual
        self._unknown[without_pipeline(deal.stage)].append(deal)
        return None

    def _read_as(self) -> list[str]:
        """How the stages of open deals were read."""
        renamed = [(pair, number) for pair, number in self._taken.items() if folded_name(pair[0]) != pair[1]]
        if not renamed:
            return []
        ordered = sorted(renamed, key=lambda each: -[*self._stages].index(each[0][1]))
        told = [f"`{name}` ({number}) is {stage}" for (name, stage), number in ordered]
        way = f'--map "{ordered[0][0][0]}=STAGE" says otherwise'
        return [f"stages of open deals, in {self._title}'s words: {listed(told, len(told))}; {way}"]

    def _near(self, deal: Deal) -> str | None:
        """The ledger's stage whose chance is nearest to that of a deal's own stage."""
        usual = next((self._usual[name] for name in _names(deal) if name in self._usual), None)
        chance = Settings().stages.get(usual or "")
        if chance is None and deal.chance:
            chance = Decimal(deal.chance.removesuffix("%")) / 100
        return None if chance is None else min(self._stages, key=lambda stage: abs(self._stages[stage] - chance))

    def notes(self) -> list[str]:
        """What to say of the stages, once every deal was looked at."""
        told, known = self._read_as(), listed([*self._stages, *CLOSED], 9, "or")
        for name, deals in self._unknown.items():
            near = self._near(deals[0])
            meant = (
                f'if that is {near}, add --map "{name}={near}"' if near else f'--map "{name}=STAGE" says which it is'
            )
            told.append(
                f"{count_of(len(deals), 'deal is', 'deals are')} in `{name}`, which is not a stage here: {meant}"
            )
        if self._unknown:
            told.append(f"the stages here are {known}; `-` leaves a stage's deals out")
        unused = (name for name in self._mapped if name not in self._seen)
        return told + [f"--map names the stage `{name}`, but no deal is in it" for name in unused]


def _names(deal: Deal) -> tuple[str, str]:
    """What a deal's stage may be called: as the file has it, and without the pipeline after it."""
    return folded_name(deal.stage), folded_name(without_pipeline(deal.stage))


def folded_name(text: str) -> str:
    """A name as it compares: without case and doubled spaces."""
    return " ".join(text.split()).casefold()
