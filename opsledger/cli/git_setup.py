"""Setting a ledger up in git, for `opsledger init --git`."""

from __future__ import annotations

from pathlib import Path

from opsledger.cli.opening import no_git
from opsledger.cli.output import Refusal, emit, tell
from opsledger.editing.door import opened, place_in_ledger, write_elsewhere
from opsledger.history.git import GitRefused
from opsledger.history.git_setup import (
    HOOK,
    LINES,
    command,
    hook_place,
    hook_text,
    is_committed,
    keep_in_git,
    need_files,
    with_lines,
)

_HOOK_HINTS = (
    f"to block commits while the ledger has errors: `opsledger init --git --hook` writes a {HOOK} hook,",
    "or, with the program pre-commit, name this project's hook `opsledger-check` in .pre-commit-config.yaml",
)


def refuse_without_files(root: Path) -> None:
    """Refuse a folder in a bare repository, before anything is written to it. Raises Refusal."""
    there = next((folder for folder in (root, *root.absolute().parents) if folder.is_dir()), root)
    try:
        need_files(there)
    except GitRefused as fault:
        if "is not in a git repository" not in str(fault):
            raise no_git(fault) from None


def set_up_git(root: Path, hook: bool) -> None:
    """Make the repository if there is none, write what it lacks, and say what was done. Raises Refusal."""
    try:
        kept = keep_in_git(root)
        hooked = hook_place(root) if hook else None
    except GitRefused as fault:
        raise no_git(fault) from None
    emit("made a git repository\n" if kept.is_new else "")
    added = [_add_lines(root, name, lines) for name, lines in LINES.items()]
    emit(f"this clone merges with `{command()} merge-driver` (in .git/config: run this in every clone)\n")
    if hooked:
        _write_hook(hooked, hook_text(kept.prefix))
    else:
        for line in _HOOK_HINTS:
            tell(line)
    if any(added) or not is_committed(root):
        tell("not everything is committed yet: `git add -A`, then `git commit`")


def _add_lines(root: Path, name: str, lines: tuple[str, ...]) -> bool:
    """Whether lines were missing in a file, which has them now."""
    try:
        place = place_in_ledger(root, name)
        before = place.read_bytes() if place.exists() else None
        there = (before or b"").decode("utf-8", "surrogateescape")
        text = with_lines(there, lines)
        if text != there:
            with opened(root) as door:
                door.write(name, text.encode("utf-8", "surrogateescape"), before)
            emit(f"{name}: {'lines added' if there else 'written'}\n")
        return text != there
    except OSError as fault:
        raise Refusal(f"{name} cannot be written: {fault.strerror}") from None


def _write_hook(place: Path, text: str) -> None:
    if place.exists() or place.is_symlink():
        if not place.is_file() or place.read_bytes() != text.encode():
            raise Refusal(
                f"{place} already exists and is left as it is",
                f"hint: add `{text.splitlines()[-1].removeprefix('exec ')} || exit 1` to it",
            )
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    write_elsewhere(place, text.encode(), None, mode=0o755)
    emit(f"{place}: written\n")
