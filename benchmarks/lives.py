"""What could have become of a simulated business: kept, since no change of the forecast moves it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from benchmarks.simulator.business import Business
from opsledger.forecast.outlook import RunWeek
from opsledger.forecast.past import Past, week_number, week_of
from opsledger.forecast.told import HORIZON

Lives = Sequence[Sequence[float]]

_SIMULATOR = Path(__file__).parent / "simulator"


def lives_of(business: Business, days: Sequence[date], number: int, keep: Path) -> Mapping[date, Lives]:
    """So many lives from each of some Sundays: what the true processes make of the weeks after it."""
    named = f"{_simulator()}-{business.seed}-{business.world}-{business.weeks}-{number}".replace(" ", "_")
    path = keep / "lives" / f"{named}.pickle"
    found: dict[date, Lives] = pickle.loads(path.read_bytes()) if path.exists() else {}
    missing = [day for day in days if day not in found]
    if missing:
        found |= {day: business.could_become(day, number, HORIZON) for day in missing}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new").write_bytes(pickle.dumps(found))
        path.with_suffix(".new").replace(path)
    return found


def weeks_ahead(lives: Lives, truth: Past, day: date) -> list[RunWeek]:
    """The weeks after a day in all lives, as a forecast's runs have them."""
    origin = week_number(day)
    return [
        RunWeek(week_of(origin + ahead), truth.capacity(origin + ahead), [life[ahead - 1] for life in lives])
        for ahead in range(1, HORIZON + 1)
    ]


@lru_cache
def _simulator() -> str:
    """A hash of the simulator: lives that another one made are not used."""
    text = b"".join(path.read_bytes() for path in sorted(_SIMULATOR.glob("*.py")))
    return hashlib.blake2b(text, digest_size=6).hexdigest()
