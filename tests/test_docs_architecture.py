from __future__ import annotations

import re
import tomllib

from opsledger.reading.kinds import KINDS
from tests.docs_tables import ROOT, read

PAGE = read("docs/architecture.md")
PACKAGES = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)


def layers() -> list[list[str]]:
    """The packages of each layer as the contract has them, from the top."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (contract,) = [one for one in tools["importlinter"]["contracts"] if one["type"] == "layers"]
    return [re.findall(r"\w+", layer) for layer in contract["layers"]]


def test_every_package_is_named() -> None:
    there_are = {path.stem for path in (ROOT / "opsledger").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert there_are - {"__init__", "__main__", "__pycache__"} - set(PACKAGES) == set()


def test_the_packages_stand_in_the_order_of_the_contract() -> None:
    order = {package: number for number, layer in enumerate(layers()) for package in layer}
    assert [order[package] for package in PACKAGES] == sorted(order[package] for package in PACKAGES)


def test_every_package_of_the_contract_is_named() -> None:
    assert [package for layer in layers() for package in layer if f"`{package}`" not in PAGE] == []


def test_every_module_that_is_named_is_there() -> None:
    paths = set(re.findall(r"`((?:\w+/)+(?:\w+\.(?:py|md))?)`", PAGE)) - {f"{kind.folder}/" for kind in KINDS}
    missing = [path for path in paths if not (ROOT / "opsledger" / path).exists() and not (ROOT / path).exists()]
    assert missing == []


def test_every_name_that_is_dotted_is_there() -> None:
    packages = {package for layer in layers() for package in layer}
    for name in re.findall(r"`(\w+(?:\.\w+)+)(?:\(\w*\))?`", PAGE):
        package, *inner = name.split(".")
        if package not in packages:
            continue
        path = ROOT / "opsledger" / package
        while inner and (path / inner[0]).is_dir():
            path /= inner.pop(0)
        if path.is_dir():
            if not inner:  # a package inside a package, alone
                continue
            path /= inner.pop(0)
        text = path.with_suffix(".py").read_text(encoding="utf-8")
        assert all(re.search(rf"\b{part}\b", text) for part in inner), name
