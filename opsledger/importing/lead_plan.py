"""From deals to new leads. A lead that is there is left as it is: from the import on the ledger is where it is kept.

A lead knows its deal by a key of its front matter, `hubspot: 123` or `pipedrive: 45`, which may be added by hand to tie
a lead to its deal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from opsledger.editing.naming import fault_of_id, place_of_twin
from opsledger.editing.record_text import record_text, slug, slugs
from opsledger.importing.deal_stages import CLOSED, LEFT_OUT, DealStages, folded_name
from opsledger.importing.deals import WON, Deal, DealReport, without_pipeline
from opsledger.importing.moments import is_in
from opsledger.importing.plan import Addition, Key, Plan, Read, Skipped, Taken, Unusable
from opsledger.importing.taken import row_digest
from opsledger.models.leads import REFERRAL, Lead, is_referral
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LAST_CONTACT, UNKNOWN_DAY
from opsledger.patterns import pattern
from opsledger.reading.kinds import LEAD
from opsledger.values.characters import same_id
from opsledger.values.money import plain_amount
from opsledger.values.reference import is_plain_reference
from opsledger.values.written import write_day, write_month

_LONGEST_REASON = 30
_HEADED = pattern(r"([^\W\d_]+): +(.+)")  # `Price: too high for us`


class LeadPlanning:
    """One import of deals. stages: names of the CRM's stages as the user maps them to the ledger's.

    taken: what was imported before. again: to import again those deals of it whose leads are gone.
    """

    def __init__(
        self,
        ledger: Ledger,
        report: DealReport,
        stages: Mapping[str, str],
        source: str | None,
        taken: Taken,
        *,
        again: bool = False,
    ) -> None:
        self.ledger = ledger
        self.report = report
        self.source = source
        self._stages = DealStages(ledger.settings, report, stages)
        if unread := sorted(ledger.unread.get("leads", ())):
            raise Unusable(
                f"leads/{unread[0]}.md cannot be read, so it cannot be matched to a deal", "`opsledger check`"
            )
        self.by_key = {str(lead.extra[report.format]): lead for lead in ledger.leads if report.format in lead.extra}
        self.by_name: dict[str, Lead] = {}
        for lead in ledger.leads:
            if lead.name and report.format not in lead.extra:
                self.by_name.setdefault(folded_name(lead.name), lead)
        self.ids: set[str] = set()
        self._names: dict[str, str] = {}
        self.taken = frozenset() if again else frozenset((key.format, key.digest) for key in taken.keys)
        self.plan = Plan(taken=taken)

    def planned(self, read: Read[Deal]) -> Plan:
        """What taking over some deals would do."""
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        self._names = _told_apart(read.found, [lead.name for lead in self.by_key.values() if lead.name])
        for deal in read.found:
            self._take(deal)
        self.plan.notes += self._stages.notes()
        self.plan.skipped.sort(key=lambda one: (one.place.rpartition(":")[0], int(one.place.rpartition(":")[2])))
        return self.plan

    def _take(self, deal: Deal) -> None:
        lead = self.by_key.get(deal.id)
        if lead is not None:
            self.plan.there += 1
            if deal.closing and lead.is_open:
                day = f" on {deal.closed}" if deal.closed else ""
                self._skip(deal, f"{lead.file} is open and the deal {deal.closing}{day}: say so in the lead's log")
            return
        if (self.report.format, self._digest(deal)) in self.taken:
            self.plan.before += 1
            return
        if twin := self.by_name.get(folded_name(deal.name)):
            self._skip(
                deal,
                f"{twin.file} has the same name: if it is this deal, write the line `{self.report.format}: {deal.id}` "
                "into its front matter",
            )
            return
        stage = self._stages.of(deal)
        if stage is None:
            self._skip(deal, f'the ledger has no stage `{deal.stage}`: --map "{without_pipeline(deal.stage)}=STAGE"')
        elif stage == LEFT_OUT:
            self._skip(deal, "left out, as --map asks")
        elif deal.value is not None and not is_in(deal.currency, self.ledger.settings.currency):
            self._skip(deal, f"it is in {deal.currency}, the ledger in {self.ledger.settings.currency}")
        elif stage in CLOSED and not deal.closed and not deal.moved:
            self._skip(deal, f"it is {stage}, and the export does not say since when")
        else:
            self._add(deal, stage)

    def _add(self, deal: Deal, stage: str) -> None:
        record_id = self._id(deal)
        if fault := fault_of_id(record_id):
            self._skip(deal, f"no id can be made from its name: {fault}")
            return
        self.ids.add(same_id(record_id).casefold())
        source = self.source or (REFERRAL if is_referral(deal.source) and " " not in deal.source else deal.source)
        name = self._names.get(deal.id, deal.name)
        values: dict[str, str] = {"name": name, "source": source or "unknown"}
        client = self._client(deal)
        if client:
            values["client"] = client
        if deal.value:
            values["value"] = plain_amount(deal.value)
        if deal.chance and not deal.closing and stage in self.ledger.settings.stages:
            values["chance"] = deal.chance
        if deal.closed and not deal.closing and stage in self.ledger.settings.stages:
            values["decision"] = str(deal.closed)
        lines = tuple(self._lines(deal, stage, tells_company=bool(deal.company) and not client))
        text = record_text(LEAD, values, lines, {self.report.format: deal.id})
        worth = f", {values['value']} {self.ledger.settings.currency}" if deal.value else ""
        shown = f"{name}{worth}: {'; '.join(lines)}"
        self.plan.keys.append(Key(deal.created, self.report.format, self._digest(deal)))
        self.plan.additions.append(Addition(f"leads/{record_id}.md", "Log", lines, deal.place, shown, record_text=text))

    def _digest(self, deal: Deal) -> str:
        return row_digest(self.report.format, deal.id)

    def _id(self, deal: Deal) -> str:
        """An id from the deal's name that nothing has yet."""
        stem = slug(self._names.get(deal.id, deal.name)) or slug(deal.company) or f"deal-{slug(deal.id)}"
        record_id, number = stem, 1
        while same_id(record_id).casefold() in self.ids or place_of_twin(self.ledger, LEAD, record_id):
            number += 1
            record_id = f"{stem}-{number}"
        return record_id

    def _client(self, deal: Deal) -> str | None:
        """Who asks: the id of a client that there is; while there are none, the company's name."""
        wanted = folded_name(deal.company)
        for client in self.ledger.clients:
            if wanted and wanted in (folded_name(client.id), folded_name(client.name or "")):
                return client.id
        made = next((client.id for client in self.ledger.clients if client.id in slugs(deal.company)), None)
        if made:
            return made
        has_clients = bool(self.ledger.clients) or bool(self.ledger.unread.get("clients"))
        return None if has_clients or not is_plain_reference(deal.company) else deal.company

    def _lines(self, deal: Deal, stage: str, *, tells_company: bool) -> list[str]:
        """The log: its first day, the stage it is in or how it closed, and what else is known."""
        first = next(iter(self.ledger.settings.stages))
        closes = stage in CLOSED
        last = (deal.closed or deal.moved or deal.created) if closes else max(deal.moved or deal.created, deal.created)
        begun = min(deal.created, last)
        said = self._said(deal, stage)
        lines = [_line(begun, first, said if stage == first else "")]
        told = [f"company: {deal.company}"] if tells_company else []
        told += [f"contact: {deal.contact}"] if deal.contact else []
        if told:
            lines.append(_line(begun, "note", ", ".join(told)))
        if closes:
            lines.append(_line(last, stage, _reason(deal.reason) if stage != WON else ""))
        elif stage != first:
            lines.append(_line(last, stage, ", ".join(filter(None, (said, "" if deal.moved else UNKNOWN_DAY)))))
        if deal.next and not closes:
            lines.append(_line(last, "note", f"next step: {deal.next}"))
        if closes:
            return lines
        if deal.heard and deal.heard >= begun:
            lines.append(_line(deal.heard, "note", f"{LAST_CONTACT}, as {self.report.program} has it"))
        latest = max(last, deal.heard or last)
        if deal.planned and deal.planned > latest:
            lines.append(_line(latest, "next", f"{deal.planned} next activity in {self.report.program}"))
        return sorted(lines, key=lambda line: line[:10])

    def _said(self, deal: Deal, stage: str) -> str:
        """What the CRM calls a stage, if the ledger calls it otherwise."""
        name = without_pipeline(deal.stage).replace('"', "'")
        return "" if folded_name(name) in ("", stage) else f'"{name}" in {self.report.program}'

    def _skip(self, deal: Deal, reason: str) -> None:
        self.plan.skipped.append(Skipped(deal.place, deal.what, reason))


def _line(day: date, word: str, text: str = "") -> str:
    return f"{day} {word} {text}".strip()


def _reason(text: str) -> str:
    """Why a deal was lost: a reason of a word, and the text if that does not say it all."""
    headed = _HEADED.fullmatch(text)
    if headed:
        return f"{slug(headed[1])} {headed[2]}"
    word = slug(text)
    if not word:
        return ""
    if len(word) > _LONGEST_REASON:
        return f"other {text}"
    return word if slug(text) == "-".join(text.casefold().split()) else f"{word} {text}"


def _told_apart(deals: Iterable[Deal], known: Iterable[str]) -> dict[str, str]:
    """By its ID what to call each deal: of those with one name, the company too, else the month or day it began.

    known: names that leads of other deals have.
    """
    ways: tuple[Callable[[Deal], str], ...] = (
        lambda deal: deal.name,
        lambda deal: f"{deal.name}, {deal.company}" if deal.company else deal.name,
        lambda deal: f"{deal.name}, {deal.company or write_month(deal.created)}",
        lambda deal: ", ".join(filter(None, (deal.name, deal.company, write_month(deal.created)))),
        lambda deal: ", ".join(filter(None, (deal.name, deal.company, write_day(deal.created)))),
    )
    left, found, taken = list(deals), dict[str, str](), {folded_name(name) for name in known}
    for way in ways:
        often = Counter(folded_name(way(deal)) for deal in left)
        own = [deal for deal in left if often[folded_name(way(deal))] == 1 and folded_name(way(deal)) not in taken]
        found |= {deal.id: way(deal) for deal in own}
        taken |= {folded_name(way(deal)) for deal in own}
        left = [deal for deal in left if deal.id not in found]
    return found | {deal.id: deal.name for deal in left}
