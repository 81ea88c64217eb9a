"""What every test has: folders of its own for what is kept, so that no test leaves anything with the user."""

from __future__ import annotations

import compileall
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from opsledger import cache
from opsledger.diagnostics import Diagnostic
from opsledger.forecast import backtest, booked_ahead, coming, levers, money_kept, priors, recalled
from opsledger.loading import ledger as loading
from opsledger.models.record import Record
from opsledger.private import make_folder, own_folder, write_own
from opsledger.reading.kinds import Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.source import SourceFile

SOURCE = Path(__file__).resolve().parent.parent

# A busy machine is slow, and nothing is wrong with what it tests.
settings.register_profile(
    "patient", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once: hundreds of commands are started, also if Python is told to keep no compiled code.

    The tests themselves are kept compiled too, since each process that runs tests reads all of them.
    """
    sys.dont_write_bytecode = False
    gc.set_threshold(1_000_000)  # while thousands of tests are collected, all of which stay
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(SOURCE / "opsledger", quiet=2)


# What takes long, or builds what others share: begun first, so that the processes end at the same time.
_LONGEST = ("browser", "test_wheel", "test_editing_safety", "test_fuzz_writing", "test_adding", "test_editors")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what takes long first; what is left to share at the end is short."""

    def place(item: pytest.Item) -> int:
        names = {item.path.stem, item.path.parent.name}
        return next((number for number, name in enumerate(_LONGEST) if name in names), len(_LONGEST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Keep the collector from looking again and again through what stays: tests, and all that they import.

    What tests make is small and short-lived; it is looked for less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders for what is kept between runs, for the tests and the processes they start.

    The processes that run tests share the cache: what takes time, as a forecast of the sample does, is worked out once.
    """
    own = tmp_path_factory.getbasetemp()
    cache = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "own-cache"
    cache.mkdir(exist_ok=True, mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("XDG_STATE_HOME", str(own / "own-state"))
        patch.setattr(loading, "_is_frozen", lambda: True)  # as `pytest_collection_finish` has it; counting takes long
        patch.setattr(os, "fsync", lambda handle: None)  # no power fails here, and the disk is slow
        _begin_state()
        yield


@pytest.fixture(scope="module", autouse=True)
def own_state(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A state for each module, since among the states of a thousand ledgers each command looks for its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("own-state")))
        _begin_state()
        yield


def _begin_state() -> None:
    """Begin the user's state with the secret that all processes seal the cache with."""
    make_folder(own_folder("state"))
    write_own(own_folder("state") / "secret", b"what seals it for all processes.")


@pytest.fixture(scope="session", autouse=True)
def sample_read_once() -> Iterator[None]:
    """The sample's files, hundreds of times the same, are read once; any other text is read whenever it is loaded."""
    texts = {place.read_text("utf-8") for place in (SOURCE / "sample-ledger").rglob("*.md")}
    kept: dict[tuple[object, ...], tuple[Record | None, tuple[Diagnostic, ...]]] = {}

    def read(kind: Kind, source: SourceFile, grammar: Grammar) -> tuple[Record | None, list[Diagnostic]]:
        if source.text not in texts or source.has_bom:
            return read_record(kind, source, grammar)
        key = (source.path, source.text, grammar)
        if key not in kept:
            record, problems = read_record(kind, source, grammar)
            kept[key] = record, tuple(problems)
        record, told = kept[key]
        return record, [*told]

    with pytest.MonkeyPatch.context() as patch:
        made = loading.Readers.__new__
        patch.setattr(made, "__defaults__", tuple(read if each is read_record else each for each in made.__defaults__))
        yield


@pytest.fixture(scope="session", autouse=True)
def few_runs(own_folders: None) -> Iterator[pytest.MonkeyPatch]:
    """Forecasts drawn from a tenth of the runs, since most tests look at what is made of them and not at numbers."""
    with pytest.MonkeyPatch.context() as patch:
        _draw_few(patch)
        yield patch


@pytest.fixture(scope="module")
def all_runs(few_runs: pytest.MonkeyPatch) -> Iterator[None]:
    """Forecasts as they are for users: for a module that looks at numbers, or compares them with another process."""
    with as_for_users(few_runs):
        yield


@contextmanager
def as_for_users(few_runs: pytest.MonkeyPatch) -> Iterator[None]:
    """All runs until the block ends."""
    few_runs.undo()
    try:
        yield
    finally:
        _draw_few(few_runs)


_DRAWN = ("answers", "backtests", "booked", "forecasts", "levers", "money", "scorecards")


def _draw_few(patch: pytest.MonkeyPatch) -> None:
    """Draw from few runs, and keep what comes of it if no process that a test starts finds it."""
    folder, runs = cache.cache_folder, priors.RUNS // 10
    patch.setattr(cache, "cache_folder", lambda name: folder(f"few-{name}" if name in _DRAWN else name))
    patch.setattr(coming.forecast, "__defaults__", (*(coming.forecast.__defaults__ or ())[:-1], runs))
    patch.setattr(
        booked_ahead.booked_ahead, "__defaults__", (runs, *(booked_ahead.booked_ahead.__defaults__ or ())[1:])
    )
    patch.setattr(money_kept, "RUNS", money_kept.RUNS // 10)
    patch.setattr(levers, "RUNS", levers.RUNS // 5)
    for score in (backtest.backtest, backtest.told_before):
        patch.setitem(score.__kwdefaults__ or {}, "runs", backtest.RUNS // 5)
    patch.setattr(recalled.backtest_line, "__defaults__", (None, recalled.SCORED_WEEKS // 5))
