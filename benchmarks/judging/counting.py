"""What a walk through a business's reviews comes to, and many together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.judging.announcing import OURS, Announcements, announcement_lines, announcements
from benchmarks.judging.comparing import comparison_lines
from benchmarks.judging.every import PROOFS, UNCOUNTED
from benchmarks.judging.proofs import Future
from benchmarks.judging.walk import Reviewed


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
    announcements: Announcements = field(default_factory=Announcements)
    this_week: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    said_too_often: int = 0

    def add(self, other: Tally) -> None:
        self.businesses += other.businesses
        self.reviews += other.reviews
        self.announcements.add(other.announcements)
        self.said_too_often += other.said_too_often
        for name in ("this_week", "shown", "words"):
            getattr(self, name).extend(getattr(other, name))
        for rule, count in other.rules.items():
            self.rules.setdefault(rule, RuleCount()).add(count)


def tally(reviews: Sequence[Reviewed], future: Future) -> Tally:
    """What the reviews of one business come to."""
    found = Tally(businesses=1, reviews=len(reviews))
    found.announcements = announcements([each.announced for each in reviews], future.course)
    for each in reviews:
        found.this_week.append(len(each.shown.this_week))
        found.shown.append(len(each.shown.said))
        if each.words:
            found.words.append(each.words)
    _rules(found, reviews, future)
    return found


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
    counts = found.announcements.kinds.get(OURS, Counter()).most_common()
    yield "headlines: " + ", ".join(f"{kind} {count}" for kind, count in counts)
    yield from announcement_lines(found.announcements)
    yield from comparison_lines(found.announcements)
    if not found.shown:
        return
    yield f"this week: median {median(found.this_week):g}, most {max(found.this_week)}"
    yield f"findings shown: median {median(found.shown):g}, most {max(found.shown)}"
    yield f"sentences in a fourth review in a row: {found.said_too_often}"
    if found.words:
        yield f"words a review: median {median(found.words):g} of {len(found.words)} written"
    yield ""
    yield f"{'rule':<22}{'fired':>7}{'said':>7}{'again':>7}{'right':>8}{'base':>8}{'judged':>8}  proof"
    for rule, count in sorted(found.rules.items()):
        proof = PROOFS.get(rule)
        says = proof.says if proof else f"not counted: {UNCOUNTED[rule].why}"
        rates = "".join(f"{'-':>8}" if rate is None else f"{100 * rate:>7.0f}%" for rate in (count.rate, count.base))
        yield f"{rule:<22}{count.fired:>7}{count.said:>7}{count.repeated:>7}{rates}{count.judged:>8}  {says}"
