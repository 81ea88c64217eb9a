"""Where a loose line belongs: the edit that writes it into the ledger, or why it stays where it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from opsledger.capturing.amounts import OtherCurrency
from opsledger.capturing.days import is_year_unclear
from opsledger.capturing.doubts import says_they, why_doubtful, why_unknown
from opsledger.capturing.facts import LineContext
from opsledger.capturing.lead_reading import read_lead
from opsledger.capturing.loose import CONTACT, DATED, MONEY, KnownWords, Loose
from opsledger.capturing.names import Called, called_in, going_on, take_name
from opsledger.capturing.phrases import Phrase, TimeOff, Unsure, take_phrase
from opsledger.capturing.placed import Placed, PlacedOff, WhyLeft, holds_time, two_times, unclear_among, unclear_day
from opsledger.capturing.sentences import take_sentence
from opsledger.capturing.stock_leads import lead_record
from opsledger.capturing.unsaid import UnclearLine
from opsledger.capturing.words import line_words, plain
from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import EditRefused
from opsledger.editing.record_text import record_text, slug
from opsledger.editing.time_blocks import block_edit, plan_edit
from opsledger.loading.survey import Survey
from opsledger.models.ledger import Ledger
from opsledger.models.settings import THEMES
from opsledger.patterns import pattern
from opsledger.reading.kinds import KINDS, LEAD
from opsledger.reading.words import words_of as log_words_of
from opsledger.values.misread import Misread
from opsledger.values.visible import visible
from opsledger.values.written import listed

_NEW_LEAD = pattern(
    r"(?:new:|new (?:lead|enquiry|inquiry|prospect)(?: from)?|(?:lead|enquiry|inquiry):):? +(?P<said>\S.*)",
    re.IGNORECASE,
)
_ALL_DAY = pattern(r"(?:all|whole|full|the whole) (?:day|morning|afternoon|evening)")
_WORK = ("leads", "projects")
_OFF = dict.fromkeys(("ill", "sick", "krank", "malade", "enfermo", "enferma", "doente", "ziek", "malato"), "sick")
_OFF |= dict.fromkeys(("holiday", "holidays", "vacation", "urlaub", "ferien", "vacances", "vacaciones"), "holiday") | {
    "off": ""
}
_SEVERAL = pattern(r"[0-9]\.?\s*(?:-|–|to|until|till|bis)\s*[0-9]")
_CHANNELS = (
    *("linkedin", "newsletter", "instagram", "facebook", "mastodon", "bluesky", "threads", "twitter", "x", "xing"),
    *("youtube", "tiktok", "pinterest", "behance", "dribbble", "github", "blog", "website", "podcast", "talk"),
    *("meetup", "event", "fair", "conference", "network", "mail", "mailing", "post", "press", "ads", "phone", "coffee"),
)
_NONE = "---"  # no currency: any that a line names is told
_THEY_SPEAK = ("they", "she", "he", "asks", "asked", "wants", "called", "wrote", "rang")


class Placing:
    """The ledger on a day, as loose lines are placed in it."""

    def __init__(self, survey: Survey, ledger: Ledger, base: date) -> None:
        self.survey = survey
        self.base = base
        self._words = {
            kind.folder: frozenset(log_words_of(kind.name, survey.grammar(kind)))
            for kind in KINDS
            if "Log" in kind.sections
        }
        settings = ledger.settings
        used = (line.channel for sheet in ledger.weeks for line in sheet.marketing)
        self._channels = frozenset((*(channel.casefold() for channel in used), *_CHANNELS))
        self._currencies = {project.file: project.currency for project in ledger.projects if project.currency}
        self.known = KnownWords(
            base,
            settings.currency,
            frozenset((settings.currency, *settings.rates, *self._currencies.values())),
            frozenset((*settings.areas, "client")),
            frozenset(word for words in self._words.values() for word in words) | CONTACT,
            called_in(ledger),
        )

    def place(self, line: str, day: date | None = None, chosen: Called | None = None) -> Placed | PlacedOff | WhyLeft:
        """Where a line belongs. day: the day it was typed under. chosen: the record it means, if it was asked."""
        if lead := _NEW_LEAD.fullmatch(line):
            return self._new_lead(lead["said"], day or self.base)
        if reason := unclear_day(line_words(line)):
            return WhyLeft(reason)
        phrase = take_phrase(line_words(line), self.known, day or self.base)
        if phrase is not None:
            return self._phrase(phrase, day or self.base, chosen)
        try:
            loose, named = self._taken_apart(line, day)
        except UnclearLine as unclear:
            return WhyLeft(str(unclear))
        if loose is None:
            return WhyLeft(f"the amount is in {named}: one line has one currency")
        loose = replace(loose, meant=(chosen,)) if chosen else loose
        if named and (why := self._counts_otherwise(loose, named)):
            return why
        if loose.day and is_year_unclear(line, loose.day, day or self.base):
            year = loose.day.year
            return WhyLeft(f"its day may be in {year} or {year + 1}: write it with its year, such as {loose.day}")
        is_dated = loose.day is not None and bool(loose.rest)
        if loose.day is None:
            loose = replace(loose, day=day or self.base)
        try:
            placed = self._placed(loose)
        except EditRefused as refused:
            return WhyLeft(str(refused))
        if isinstance(placed, WhyLeft) and is_dated and not (loose.meant or loose.area or loose.word or loose.time):
            return WhyLeft(f"{placed.reason}; if you are off then, write its day and `off`: `Thu off {loose.text}`")
        return placed

    def _phrase(self, phrase: Phrase, day: date, chosen: Called | None) -> Placed | PlacedOff | WhyLeft:
        """Where a phrase belongs that means something as a whole."""
        if isinstance(phrase, Unsure):
            return WhyLeft(phrase.reason)
        try:
            if isinstance(phrase, TimeOff):
                return self._days_off(phrase)
            return self._placed(replace(phrase, day=day, meant=(chosen,) if chosen else phrase.meant))
        except EditRefused as refused:
            return WhyLeft(str(refused))

    def _taken_apart(self, line: str, day: date | None) -> tuple[Loose | None, str]:
        """A line taken apart, with the currency that it names, if any; None if it names several."""
        known, words = replace(self.known, base=day or self.base), line_words(line)
        try:
            return take_sentence(words, replace(known, currency=_NONE)), ""
        except OtherCurrency as other:
            named = str(other)
        try:
            return take_sentence(words, replace(known, currency=named)), named
        except OtherCurrency:
            return None, named

    def _counts_otherwise(self, loose: Loose, named: str) -> WhyLeft | None:
        """Why an amount in a named currency cannot be written: what it is for counts in another."""
        own = self.known.currency
        counted = {self._currencies.get(one.path, own) for one in self._meant_by(loose)} or {own}
        if named in counted:
            return None
        whose = "the ledger's currency" if counted == {own} else "the project's currency"
        return WhyLeft(f"the amount is in {named}, and {whose} is {listed(sorted(counted), joint='or')}")

    def _meant_by(self, loose: Loose) -> list[Called]:
        """The records that a line of money may go to."""
        word = loose.word or "note"
        return self._knowing(loose.meant, word) or self._again(loose, self._folders_of(word))

    def _placed(self, loose: Loose) -> Placed | WhyLeft:
        if loose.time:
            return self._block(loose)
        if not (loose.meant or loose.area):
            return self._off(loose) or self._marketing(loose) or WhyLeft(why_unknown(loose, self.known.called))
        if loose.area:
            return self._area(loose)
        return self._log(loose)

    def _block(self, loose: Loose) -> Placed | WhyLeft:
        """Time that was spent, or that is planned when its day is still to come."""
        if loose.meant and loose.rest and plain(loose.rest[0]) in self.known.areas:
            return WhyLeft(f"it names both {loose.meant[0].reference} and {plain(loose.rest[0])}")
        if holds_time(loose.rest):
            return WhyLeft(two_times(loose.rest))
        day = loose.day or self.base
        if loose.area:
            target = loose.area
        else:
            meant = going_on(one for one in loose.meant if one.folder in _WORK) or self._again(loose, _WORK)
            if not meant:
                return WhyLeft("it does not say what the time is for: a project, a lead or an area")
            if len(meant) > 1:
                return unclear_among(meant)
            target = meant[0].id if " " not in meant[0].id else f"[[{meant[0].id}]]"
        words = (loose.time or "", target, *filter(None, (loose.said,)), *loose.rest)
        if day > self.base:
            return Placed(plan_edit(self.survey, day, words))
        return Placed(block_edit(self.survey, "Actual", day, words))

    def _off(self, loose: Loose) -> Placed | WhyLeft | None:
        """A day off, and why: `ill, in bed`."""
        first, behind = plain(loose.rest[0]) if loose.rest else "", [plain(one) for one in loose.rest[1:2]]
        why = _OFF.get(first)
        if loose.word or why is None or behind == ["of"] or (first == "off" and behind and behind[0] not in _OFF):
            return None
        if loose.day in (None, self.base) and _SEVERAL.search(" ".join(loose.rest[1:])):
            return WhyLeft("days off in a row go into `time_off` of opsledger.yaml, such as `2026-12-21/2026-12-25`")
        day = loose.day or self.base
        words = ("off", *filter(None, (why,)), *(_OFF.get(plain(one), one) for one in loose.rest[1:]))
        if day > self.base:
            return Placed(plan_edit(self.survey, day, words))
        return Placed(block_edit(self.survey, "Actual", day, words))

    def _area(self, loose: Loose) -> Placed | WhyLeft:
        """Money that was spent on an area."""
        if loose.word == "cost" and loose.amount:
            words = (loose.amount, loose.area or "", *loose.rest)
            return Placed(block_edit(self.survey, "Costs", loose.day or self.base, words))
        return WhyLeft(f"it does not say how much time went to {loose.area}, such as `2h {loose.area}`")

    def _marketing(self, loose: Loose) -> Placed | None:
        """A line of what was done to be seen: a channel and one of the four themes."""
        if loose.word or len(loose.rest) < 2 or loose.rest[1].casefold() not in THEMES:
            return None
        if plain(loose.rest[0]) not in self._channels:
            return None
        return Placed(block_edit(self.survey, "Marketing", loose.day or self.base, loose.rest))

    def _log(self, loose: Loose) -> Placed | WhyLeft:
        word = loose.word or "note"
        meant = self._knowing(loose.meant, word) or self._again(loose, self._folders_of(word))
        if not meant and word in ("in", "out") and self._knowing(loose.meant, "mail"):  # a project's log has `mail`
            return self._log(replace(loose, word="mail"))
        if not meant:
            return WhyLeft(f"the log of {loose.meant[0].reference} has no word `{word}`")
        if len(meant) > 1:
            return unclear_among(meant)
        if not loose.word and _ALL_DAY.fullmatch(loose.text.casefold()):
            return WhyLeft("it does not say how many hours: write `4h`, or `half a day`")
        last = list(self.survey.settings.stages)[-1]
        if why := why_doubtful(loose, word, meant[0], last):
            return WhyLeft(why)
        if not loose.word and not loose.rest:
            return WhyLeft("it names a record, but says nothing about it")
        if word in MONEY and not loose.amount and meant[0].folder in _WORK:
            return WhyLeft(f"it does not say how much was {word}")
        if word in DATED and not loose.due:
            return WhyLeft(f"a day is missing after `{word}`")
        if not loose.word and says_they(loose.rest) and "in" in self._words[meant[0].folder]:
            word = "in"
        line = self._log_line(loose, word, meant[0])
        if isinstance(line, WhyLeft):
            return line
        return Placed(AddLines(meant[0].path, "Log", (line,)))

    def _log_line(self, loose: Loose, word: str, record: Called) -> str | WhyLeft:
        day, text = loose.day or self.base, loose.text
        if record.folder == "leads" and word in CONTACT:
            if day > self.base:  # `call harbor tomorrow` is a step to take
                return f"{self.base} next {day} {word} {text}".strip()
            speaks = loose.is_theirs or (bool(loose.rest) and loose.rest[0].casefold() in _THEY_SPEAK)
            word, text = ("in" if speaks else "out"), f"{word} {text}".strip()
        if day > self.base:
            return WhyLeft(f"{day} is in the future: write it once it has happened, or `next {day}` on a lead")
        values = [str(value) for value in (loose.amount, loose.due) if value]
        return " ".join(part for part in (str(day), word, *values, text) if part)

    def _again(self, loose: Loose, folders: Collection[str]) -> list[Called]:
        """What a name means among the records of some folders, if what it fits better cannot be meant."""
        if not loose.named:
            return []
        found = take_name(loose.named, [one for one in self.known.called if one.folder in folders])
        return going_on(found.value) if found and found.words == len(loose.named) else []

    def _folders_of(self, word: str) -> list[str]:
        return [folder for folder, words in self._words.items() if word in words]

    def _knowing(self, meant: Iterable[Called], word: str) -> list[Called]:
        """Of the records meant those whose log knows a word; work comes before the client it is for."""
        found = [
            one
            for one in meant
            if word in self._words.get(one.folder, ()) or (one.folder == "leads" and word in CONTACT)
        ]
        return going_on(one for one in found if one.folder in _WORK) or found

    def _new_lead(self, said: str, day: date) -> Placed | WhyLeft:
        if visible(said) != said:
            return WhyLeft("it holds control characters, which no file may hold")
        stages = tuple(self.survey.settings.stages)
        try:
            lead = read_lead(said, LineContext(self.known.currency, day, self.survey.settings.day), stages)
        except Misread as misread:
            return WhyLeft(misread.message)
        if not lead.name or not lead.source:
            return WhyLeft("say where a new lead came from: `new lead Quay Bakery from referral`")
        values, lines = lead_record(lead, day, stages[0])
        return Placed(NewRecord(f"{LEAD.folder}/{slug(lead.name)}.md", record_text(LEAD, values, lines)))

    def _days_off(self, off: TimeOff) -> Placed | PlacedOff:
        """A day off in its week; several in the settings."""
        first = off.days.first
        if off.days.last > first:
            return PlacedOff(off.days)
        words = ("off", *filter(None, (off.kind,)))
        if first > self.base:
            return Placed(plan_edit(self.survey, first, words))
        return Placed(block_edit(self.survey, "Actual", first, words))
