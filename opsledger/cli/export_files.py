"""Where an export goes: to a place beside the ledger, never into it, or to the terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from opsledger.cli.opening import is_own_place
from opsledger.cli.options import Decorated
from opsledger.cli.output import Refusal, emit_bytes, refused, tell

if TYPE_CHECKING:
    from pathlib import Path


def written_to(place: str, *, is_folder: bool = False) -> Callable[[Decorated], Decorated]:
    """The place to write to, as an argument or after `-o`, and whether what is there already is replaced."""
    path = click.Path(dir_okay=is_folder, file_okay=not is_folder)
    shown = place.upper()

    def decorate(command: Decorated) -> Decorated:
        @wraps(command)
        def with_place(*arguments: Any, output: str | None, **options: Any) -> Any:
            if output is not None and options[place] is not None:
                raise Refusal(f"name {shown} once: {options[place]}, or -o {output}")
            return command(*arguments, **{**options, place: options[place] if output is None else output})

        replaced = click.option("--replace", is_flag=True, help="Replace what is there already.")(with_place)
        named = click.option("-o", "--output", type=path, metavar=shown, help=f"The same as {shown}.")(replaced)
        return cast("Decorated", click.argument(place, required=False, type=path)(named))

    return decorate


def put(ctx: click.Context, file: str | None, data: bytes, replace: bool) -> None:
    """Write a file, or print what would be in it."""
    from pathlib import Path

    if file is None or file == "-":
        emit_bytes(data)
    else:
        write_files(ctx, {Path(file): data}, replace)


def write_files(ctx: click.Context, files: dict[Path, bytes], replace: bool) -> None:
    """Write files, none of them if one is in the way. Raises Refusal."""
    from opsledger.editing.door import write_elsewhere
    from opsledger.values.written import count_of

    for place in files:
        refuse_place(ctx, place)
        if place.is_dir() or ((place.exists() or place.is_symlink()) and not replace):
            raise Refusal(f"{place} already exists; --replace overwrites it")
    for place, data in files.items():
        try:
            write_elsewhere(place, data, "any" if replace else None)
        except OSError as fault:
            raise Refusal(f"{place} cannot be written: {fault.strerror}") from None
    named = (
        str(next(iter(files))) if len(files) == 1 else f"{count_of(len(files), 'file')} in {next(iter(files)).parent}"
    )
    tell(f"written: {named}")


def refuse_place(ctx: click.Context, place: Path) -> None:
    """Refuse to write among the ledger's own files, or into a folder that is not there. Raises Refusal."""
    if is_own_place(ctx, place):
        raise refused(f"{place} is where the ledger keeps its own files, which no export touches", "write it elsewhere")
    if not place.parent.is_dir():
        raise refused(f"there is no folder {place.parent}", "make it first, or write elsewhere")


def ensure_folder(place: Path) -> None:
    """Make a folder unless it is there. Raises Refusal."""
    try:
        place.mkdir(exist_ok=True)
    except OSError as fault:
        raise Refusal(f"{place} cannot be made: {fault.strerror}") from None
