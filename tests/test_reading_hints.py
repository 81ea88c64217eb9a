"""A hint that says what to write keeps what was meant; if that cannot be told, it only explains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from opsledger.diagnostics import Hint, nearest_words
from opsledger.reading.kinds import KINDS
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.reading.settings import read_settings
from opsledger.source import SourceFile
from opsledger.values.days import WEEKDAYS, read_week
from opsledger.values.duration import read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import read_money
from opsledger.values.percent import read_percent
from opsledger.values.rate import read_rate

DAY = date(2026, 11, 20)


def hint_of(read: Callable[[str], object], text: str) -> str | None:
    with pytest.raises(Misread) as raised:
        read(text)
    return raised.value.hint


def hourly(text: str) -> object:
    return read_rate(text, ("h",))


def chance(text: str) -> object:
    return read_percent(text, largest=Decimal(1))


def signed(text: str) -> object:
    return read_money(text, signed=True)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_rate, "20/user"),
        (read_rate, "18/quarter"),
        (hourly, "95/month"),
        (hourly, "760/day"),
        (read_money, "9500 GBP"),
        (read_money, "€9,500"),
        (read_money, "0x10"),
        (read_money, "~9500"),
        (read_money, "9500-12000"),
        (read_money, "10+20"),
        (read_money, "-5"),
        (read_money, "1.234"),
        (read_money, "about 500 or 600"),
        (read_duration, "1.5d2h"),
        (read_duration, "3 weeks"),
        (read_duration, "1,500h"),
        (chance, "150"),
        (read_week, "2026-11"),
    ],
)
def test_what_cannot_be_told_is_only_explained(read: Callable[[str], object], text: str) -> None:
    hint = hint_of(read, text)
    assert hint
    assert not isinstance(hint, Hint)


@pytest.mark.parametrize(
    ("read", "text", "written"),
    [
        (read_rate, "6,500/month", "6_500/month"),
        (read_rate, "1,500/mo", "1_500/month"),
        (read_rate, "95 per hour", "95/h"),
        (read_rate, "1200 a day", "1200/day"),
        (hourly, "95", "95/h"),
        (hourly, "95/hr", "95/h"),
        (read_rate, "1500 month", "1500/month"),
        (read_money, "12,000", "12_000"),
        (read_money, "5'000", "5_000"),
        (read_money, "12,50", "12.50"),
        (read_money, "9.500,50", "9500.50"),
        (read_money, "12k", "12000"),
        (read_money, "1.5k", "1500"),
        (read_money, "4000,", "4000"),
        (signed, "+1,500", "+1_500"),
        (signed, "-1,500", "-1_500"),
        (read_duration, "2,5h", "2.5h"),
        (read_duration, "1,5 days", "1.5d"),
        (read_duration, "1d 2h", "1d2h"),
        (read_duration, "20 d", "20d"),
        (read_duration, "1:30", "1h30m"),
        (read_week, "2026w47", "2026-W47"),
    ],
)
def test_what_can_be_told_is_what_to_write(read: Callable[[str], object], text: str, written: str) -> None:
    hint = hint_of(read, text)
    assert isinstance(hint, Hint)
    assert hint.replacement == written
    assert read(written) is not None


@pytest.mark.parametrize(
    ("word", "days"),
    [("mno", ["mon"]), ("wen", ["wed"]), ("tus", ["tue"]), ("wendesday", ["wednesday"]), ("son", ["mon", "sun"])]
    + [(word, []) for word in ("yesterday", "tomorow", "xyz", "today", "a", "noon")],
)
def test_a_slip_in_a_day_is_seen_and_nothing_else(word: str, days: list[str]) -> None:
    assert nearest_words(word, WEEKDAYS) == days


@pytest.mark.parametrize(
    ("word", "known", "nearest"),
    [
        ("lgo", ("Log", "Plan"), ["Log"]),
        ("Actaul", ("Plan", "Actual"), ["Actual"]),
        ("payd", ("paid", "praise"), ["paid"]),
        ("inovice", ("invoice", "note"), ["invoice"]),
        ("keeping", ("keep", "watch"), ["keep"]),
        ("Notes", ("Log", "Plan", "Actual"), []),
        ("", ("Log",), []),
        ("x" * 10_000, ("Log",), []),
    ],
)
def test_near_words(word: str, known: tuple[str, ...], nearest: list[str]) -> None:
    assert nearest_words(word, known) == nearest


def hints_in(path: str, text: str) -> list[str | None]:
    kind = next(kind for kind in KINDS if path.startswith(kind.folder))
    _, problems = read_record(kind, SourceFile(path, text), Grammar(("inquiry", "proposal"), frozenset()))
    return [problem.hint for problem in problems if problem.is_error]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("- Mno 2h admin", "did you mean `Mon`?"),
        ("- Wen 2h admin", "did you mean `Wed`?"),
        ("- Son 2h admin", "did you mean `Mon` or `Sun`?"),
        ("- yesterday 2h admin", "write the day's name or its date"),
    ],
)
def test_a_blocks_day(line: str, hint: str) -> None:
    assert hints_in("weeks/2026-W47.md", f"## Actual\n{line}\n") == [hint]


def test_a_stage_with_letters_swapped() -> None:
    front = "---\nname: A\nsource: b\n---\n## Log\n"
    assert hints_in("leads/a.md", f"{front}- 2026-11-02 inqiury\n") == ["did you mean `inquiry`?"]


def test_an_amount_that_a_comma_cuts_in_braces() -> None:
    _, problems = read_settings(SourceFile("opsledger.yaml", "targets: {income: 6,500/month, floor: 4000/month}\n"))
    (problem,) = problems
    assert isinstance(problem.hint, Hint)
    assert problem.hint.replacement == "6_500/month"
    assert problem.span
    assert problem.span.text == "6,500/month"
