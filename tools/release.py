"""`make release VERSION=0.2.0`: a commit, a tag and a wheel, or the reason why not."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BRANCH = "main"
_VERSION = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
_WRITTEN = re.compile(r'^VERSION = "([^"]+)"$', re.MULTILINE)
_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(?P<said>.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)


class NotReleased(Exception):
    """Why there is no release; nothing was changed."""


def release(root: Path, version: str, day: str, *, checks: bool = True) -> list[Path]:
    """Commit, tag and build a version; the files built. Raises NotReleased, with the tree as it was."""
    place, changelog = root / "opsledger" / "version.py", root / "CHANGELOG.md"
    before = place.read_text("utf-8"), changelog.read_text("utf-8")
    _refuse(root, version, *before)
    if checks:
        _run(root, "make", "lint")
        _run(root, "make", "test")
    place.write_text(_WRITTEN.sub(f'VERSION = "{version}"', before[0]), "utf-8")
    changelog.write_text(
        before[1].replace("## [Unreleased]\n", f"## [Unreleased]\n\n## [{version}] - {day}\n", 1), "utf-8"
    )
    _run(root, "git", "commit", "--quiet", "--message", f"Release {version}", "opsledger/version.py", "CHANGELOG.md")
    _run(root, "git", "tag", "--annotate", f"v{version}", "--message", f"OpsLedger {version}")
    return _build(root, version)


def _refuse(root: Path, version: str, module: str, changelog: str) -> None:
    if not _VERSION.fullmatch(version):
        raise NotReleased(f"`{version}` is not a version: write it like 0.2.0")
    if _run(root, "git", "status", "--porcelain"):
        raise NotReleased("something is not committed: commit it or take it back first")
    branch = _run(root, "git", "branch", "--show-current")
    if branch != BRANCH:
        raise NotReleased(f"releases are made on `{BRANCH}`; this is `{branch or 'no branch'}`")
    if _run(root, "git", "tag", "--list", f"v{version}"):
        raise NotReleased(f"there is a tag v{version} already")
    found = _WRITTEN.search(module)
    tags = _run(root, "git", "tag", "--list", "v*").split()
    released = found is not None and f"v{found[1]}" in tags
    if found and (_order(version) < _order(found[1]) or (released and _order(version) == _order(found[1]))):
        raise NotReleased(f"{version} is not above {found[1]}")
    said = _UNRELEASED.search(changelog)
    if said is None or not said["said"].strip():
        raise NotReleased("nothing stands under Unreleased in CHANGELOG.md: say what changed")


def _order(version: str) -> tuple[tuple[int, ...], str]:
    """Final releases come after their alphas, betas and candidates."""
    numbers = re.match(r"[\d.]*\d", version)
    head = numbers[0] if numbers else ""
    return tuple(map(int, head.split("."))), version.removeprefix(head) or "z"


def _build(root: Path, version: str) -> list[Path]:
    """The wheel and the source archive, from the tag alone: what is not committed is in neither."""
    target = root / "dist"
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "source.tar"
        _run(root, "git", "archive", "--format=tar", f"--output={archive}", f"v{version}")
        source = Path(folder) / "source"
        source.mkdir()
        _run(root, "tar", "-xf", str(archive), "-C", str(source))
        _run(source, sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(source))
    return sorted(target.glob(f"opsledger-{version}*"))


def _run(root: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if done.returncode:
        raise NotReleased(f"`{' '.join(command[:3])}` failed:\n{(done.stdout + done.stderr).strip()[-2000:]}")
    return done.stdout.strip()


def main() -> None:
    """Release, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    try:
        built = release(ROOT, parser.parse_args().version, datetime.now(UTC).date().isoformat())
    except NotReleased as why:
        sys.exit(f"not released: {why}")
    sys.stdout.write("".join(f"{path.relative_to(ROOT)}\n" for path in built))


if __name__ == "__main__":
    main()
