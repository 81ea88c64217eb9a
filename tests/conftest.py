"""What every test has: folders of its own for what is kept, so that no test leaves anything with the user."""

from __future__ import annotations

import compileall
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from opsledger.private import make_folder, own_folder, write_own

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
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(__file__).parent.parent / "opsledger", quiet=2)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders for what is kept between runs, for the tests and the processes they start.

    The processes that run tests share the cache: what takes time, as a forecast of the sample does, is worked out once.
    """
    own = tmp_path_factory.getbasetemp()
    cache = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "own-cache"
    cache.mkdir(exist_ok=True, mode=0o700)
    state = own / "own-state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("XDG_STATE_HOME", str(state))
        make_folder(own_folder("state"))
        write_own(own_folder("state") / "secret", b"what seals it for all processes.")
        yield


@pytest.fixture(scope="module")
def few_runs() -> Iterator[None]:
    """Forecasts drawn from a tenth of the runs, for a module that looks at what is made of them and not at numbers."""
    from opsledger.forecast import coming, money_kept, recalled

    with pytest.MonkeyPatch.context() as patch:
        runs = recalled.RUNS // 10
        patch.setattr(money_kept, "RUNS", money_kept.RUNS // 10)
        patch.setattr(recalled, "RUNS", runs)  # part of the name under which a forecast is kept
        patch.setattr(coming, "forecast", partial(coming.forecast, runs=runs))
        yield
