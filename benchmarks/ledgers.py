"""Ledgers of any size, made from the sample's own files so that they look like what people write."""

from __future__ import annotations

from pathlib import Path

from opsledger.bundled import bundled

RECORDS = ("leads", "projects", "clients", "website", "tools")
WEEKS = ("weeks",)


def make_ledger(folder: Path, files: int, kinds: tuple[str, ...] = RECORDS) -> None:
    """Fill a folder with so many copies of the sample's files of some kinds, in the sample's own proportions.

    Every copy has an id of its own, but for weeks: they are filed a year's worth to a folder, under the weeks' names.
    """
    sample = bundled("sample-ledger")
    folder.mkdir(parents=True)
    (folder / "opsledger.yaml").write_bytes((sample / "opsledger.yaml").read_bytes())
    originals = [path for kind in kinds for path in sorted((sample / kind).rglob("*.md")) if path.name != "README.md"]
    texts = [path.read_bytes() for path in originals]
    for number in range(files):
        original, copy = originals[number % len(originals)], number // len(originals)
        kind = original.relative_to(sample).parts[0]
        place = folder / kind / f"{copy // 50:03d}"
        name = f"{original.stem}-{copy}.md"
        if kind == "weeks":
            place, name = folder / kind / f"{copy:04d}", original.name
        if copy % 50 == 0 or kind == "weeks":
            place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(texts[number % len(texts)])


def record_files(folder: Path) -> list[Path]:
    """The files of a ledger's records."""
    return sorted(path for path in folder.rglob("*.md"))
