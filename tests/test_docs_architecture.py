from __future__ import annotations

import re
import tomllib

from opsledger.reading.kinds import KINDS
from tests.docs_tables import ROOT, read

PAGE = read("docs/architecture.md")
ROOMS = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)


def floors() -> list[list[str]]:
    """The rooms of each floor as the contract has them, from the top."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (contract,) = [one for one in tools["importlinter"]["contracts"] if one["type"] == "layers"]
    return [re.findall(r"\w+", floor) for floor in contract["layers"]]


def test_every_room_is_named() -> None:
    there_are = {path.stem for path in (ROOT / "opsledger").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert there_are - {"__init__", "__main__", "__pycache__"} - set(ROOMS) == set()


def test_the_rooms_stand_in_the_order_of_the_contract() -> None:
    order = {room: number for number, floor in enumerate(floors()) for room in floor}
    assert [order[room] for room in ROOMS] == sorted(order[room] for room in ROOMS)


def test_every_room_of_the_contract_is_named() -> None:
    assert [room for floor in floors() for room in floor if f"`{room}`" not in PAGE] == []


def test_every_module_that_is_named_is_there() -> None:
    paths = set(re.findall(r"`((?:\w+/)+(?:\w+\.(?:py|md))?)`", PAGE)) - {f"{kind.folder}/" for kind in KINDS}
    missing = [path for path in paths if not (ROOT / "opsledger" / path).exists() and not (ROOT / path).exists()]
    assert missing == []


def test_every_name_that_is_dotted_is_there() -> None:
    rooms = {room for floor in floors() for room in floor}
    for name in re.findall(r"`(\w+(?:\.\w+)+)(?:\(\w*\))?`", PAGE):
        room, *inner = name.split(".")
        if room not in rooms:
            continue
        path = ROOT / "opsledger" / room
        while inner and (path / inner[0]).is_dir():
            path /= inner.pop(0)
        if path.is_dir():
            if not inner:  # a room inside a room, by itself
                continue
            path /= inner.pop(0)
        text = path.with_suffix(".py").read_text(encoding="utf-8")
        assert all(re.search(rf"\b{part}\b", text) for part in inner), name
