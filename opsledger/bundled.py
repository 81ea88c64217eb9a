"""Where the shipped templates and the sample ledger are: inside the package first, beside it second."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """The folder `templates` or `sample-ledger`; a FileNotFoundError where the installation lacks it."""
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of opsledger lacks its folder {name}")
