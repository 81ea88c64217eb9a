"""What is installed: where the shipped templates and the sample ledger are, and how more libraries come beside it."""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path


def bundled(name: str) -> Path:
    """The folder `templates` or `sample-ledger`; a FileNotFoundError if the installation lacks it."""
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of opsledger lacks its folder {name}")


def extra_command(extra: str, prefix: Path | None = None, *, has_pip: bool | None = None) -> str:
    """The command that installs the libraries of an extra where this program runs: with pipx, with uv or with pip.

    prefix: the environment, by default the one it runs in. has_pip: whether pip is in it.
    """
    place = Path(sys.prefix) if prefix is None else prefix
    wanted = f"'opsledger[{extra}]'"
    if (place / "pipx_metadata.json").is_file():
        return f"pipx inject opsledger {wanted}"
    python = shlex.quote(sys.executable if prefix is None else str(place / "bin" / "python"))
    is_uv = (place / "uv-receipt.toml").is_file()
    if is_uv or not (find_spec("pip") is not None if has_pip is None else has_pip):
        return f"uv pip install --python {python} {wanted}"
    return f"{python} -m pip install {wanted}"
