"""What a walk through a business's reviews comes to, and many together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.judging.every import PROOFS, UNCOUNTED
from benchmarks.judging.proofs import Future
from benchmarks.judging.walk import Reviewed
from opsledger.figures.statistics import wilson
from opsledger.findings.ahead import ToldStretch
from opsledger.findings.headline import BALANCED
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.past import week_number
from opsledger.forecast.verdicts import Verdicts, Warned, both, verdicts_of

_CLOSELY, _BAD = 6, 4  # weeks looked at after a balanced headline, and how many of them may not be bad


@dataclass
class RuleCount:
    """How a rule did: fired (found), said (stood in a review), repeated (said again in the next review)."""

    fired: int = 0
    said: int = 0
    repeated: int = 0
    right: int = 0
    judged: int = 0
    base_right: int = 0
    base_judged: int = 0

    def add(self, other: RuleCount) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rate(self) -> float | None:
        return self.right / self.judged if self.judged else None

    @property
    def base(self) -> float | None:
        return self.base_right / self.base_judged if self.base_judged else None


@dataclass
class Tally:
    """Everything counted over some businesses."""

    businesses: int = 0
    reviews: int = 0
    verdicts: dict[str, list[Verdicts]] = field(default_factory=lambda: {LEAN: [], OVERLOADED: []})
    kinds: Counter[str] = field(default_factory=Counter)
    balanced_judged: int = 0
    balanced_wrong: int = 0
    this_week: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    said_too_often: int = 0

    def add(self, other: Tally) -> None:
        self.businesses += other.businesses
        self.reviews += other.reviews
        for kind, found in other.verdicts.items():
            self.verdicts[kind] += found
        self.kinds += other.kinds
        self.balanced_judged += other.balanced_judged
        self.balanced_wrong += other.balanced_wrong
        self.said_too_often += other.said_too_often
        for name in ("this_week", "shown", "words"):
            getattr(self, name).extend(getattr(other, name))
        for rule, count in other.rules.items():
            self.rules.setdefault(rule, RuleCount()).add(count)

    def of(self, kind: str) -> Verdicts:
        return both(self.verdicts[kind])


def tally(reviews: Sequence[Reviewed], future: Future) -> Tally:
    """What the reviews of one business come to."""
    found = Tally(businesses=1, reviews=len(reviews))
    warned = [_warned(each, told) for each in reviews for told in each.said.told if told.is_likely]
    weeks = [week_number(each.on) for each in reviews]
    for kind in (LEAN, OVERLOADED):
        found.verdicts[kind].append(verdicts_of(warned, weeks, future.course, kind))
    for each in reviews:
        found.kinds[each.said.kind] += 1
        found.this_week.append(len(each.shown.this_week))
        found.shown.append(len(each.shown.said))
        if each.words:
            found.words.append(each.words)
        if each.said.kind == BALANCED:
            _balanced(found, future, week_number(each.on))
    _rules(found, reviews, future)
    return found


def _warned(review: Reviewed, told: ToldStretch) -> Warned:
    first, last = told.stretch.first.monday, told.stretch.last.monday
    return Warned(week_number(review.on), told.kind, week_number(first), week_number(last))


def _balanced(found: Tally, future: Future, on: int) -> None:
    """Whether four of the six weeks after a balanced headline were lean, or overloaded."""
    weeks = future.course.known(on + 1, on + _CLOSELY)
    if on + _CLOSELY > max(future.course.hours) or not weeks:
        return
    found.balanced_judged += 1
    found.balanced_wrong += any(
        sum(future.course.is_so(kind, week) for week in weeks) >= _BAD for kind in (LEAN, OVERLOADED)
    )


def _rules(found: Tally, reviews: Sequence[Reviewed], future: Future) -> None:
    before: set[tuple[str, tuple[str, ...]]] = set()
    sentences: Counter[str] = Counter()
    for each in reviews:
        said = {id(finding) for finding in each.shown.said}
        now = set()
        texts = set()
        for row in each.shown.every:
            finding = row.finding
            count = found.rules.setdefault(finding.rule, RuleCount())
            count.fired += 1
            key = (finding.rule, finding.about)
            if id(finding) in said:
                count.said += 1
                count.repeated += key in before
                now.add(key)
                texts.add(f"{finding.action} {finding.because}")
            _prove(count, future, each, finding.rule, (*finding.about, finding.figure))
        sentences = Counter({text: sentences[text] + 1 for text in texts})
        found.said_too_often += sum(times > 3 for times in sentences.values())
        before = now
        for rule, proof in PROOFS.items():
            count = found.rules.setdefault(rule, RuleCount())
            for record in proof.could(each.measured):
                came = proof.came(future, each.measured, record)
                count.base_judged += came is not None
                count.base_right += bool(came)


def _prove(count: RuleCount, future: Future, each: Reviewed, rule: str, about: tuple[str, ...]) -> None:
    proof = PROOFS.get(rule)
    if proof is None:
        return
    known = set(proof.could(each.measured))
    record = next((name for name in about if name in known), "")
    if record or "" in known:
        came = proof.came(future, each.measured, record)
        count.judged += came is not None
        count.right += bool(came)


def report(found: Tally) -> Iterable[str]:
    """The counts as lines."""
    yield f"{found.businesses} businesses, {found.reviews} reviews"
    yield "headlines: " + ", ".join(f"{kind} {count}" for kind, count in found.kinds.most_common())
    for kind in (LEAN, OVERLOADED):
        verdict = found.of(kind)
        came = verdict.hits + verdict.misses
        hit, false = wilson(verdict.hits, came), wilson(verdict.false_alarms, verdict.warned)
        notice = "-" if verdict.weeks_of_notice is None else f"{verdict.weeks_of_notice:.1f}"
        yield (
            f"{kind}: told in time {_share(verdict.hits, came, hit)}; "
            f"false {_share(verdict.false_alarms, verdict.warned, false)}; weeks of notice {notice}"
        )
    wrong = wilson(found.balanced_wrong, found.balanced_judged)
    yield f"balanced before four bad weeks of six: {_share(found.balanced_wrong, found.balanced_judged, wrong)}"
    yield f"this week: median {median(found.this_week):g}, most {max(found.this_week)}"
    yield f"findings shown: median {median(found.shown):g}, most {max(found.shown)}"
    yield f"sentences in a fourth review in a row: {found.said_too_often}"
    if found.words:
        yield f"words a review: median {median(found.words):g} of {len(found.words)} written"
    yield ""
    yield f"{'rule':<22}{'fired':>7}{'said':>7}{'again':>7}{'right':>8}{'base':>8}{'judged':>8}  proof"
    for rule, count in sorted(found.rules.items()):
        proof = PROOFS.get(rule)
        says = proof.says if proof else f"not counted: {UNCOUNTED[rule]}"
        rates = "".join(f"{'-':>8}" if rate is None else f"{100 * rate:>7.0f}%" for rate in (count.rate, count.base))
        yield f"{rule:<22}{count.fired:>7}{count.said:>7}{count.repeated:>7}{rates}{count.judged:>8}  {says}"


def _share(part: int, whole: int, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return "none"
    return f"{part} of {whole} ({100 * part / whole:.0f} %, {100 * interval[0]:.0f}-{100 * interval[1]:.0f} %)"
