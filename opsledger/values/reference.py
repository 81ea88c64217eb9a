"""References to records: an id, or a wiki link that holds one."""

from __future__ import annotations

from opsledger.values.characters import same_id
from opsledger.values.misread import Misread


def renamed(written: str, new_id: str) -> str:
    """A reference as it was written, to another id: `@`, quotes, brackets, folder, part and shown text stay."""
    found = id_in(written)
    return f"{written[: found[0]]}{new_id}{written[found[1] :]}"


def id_in(written: str) -> tuple[int, int]:
    """Where in a written reference its id begins and ends."""
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":  # as YAML wants it
        start, end = id_in(written[1:-1])
        return start + 1, end + 1
    if written.startswith("@"):
        start, end = id_in(written[1:])
        return start + 1, end + 1
    if not written.startswith("[["):
        return 0, len(written)
    end = next((at for at, character in enumerate(written) if character in "|#]"), len(written))
    start = max(written.rfind("/", 0, end) + 1, 2)
    inner = written[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip()
    return start, start + len(inner.removesuffix(".md"))


def read_reference(text: str) -> str:
    """The id in `harbor-rebrand`, `[[harbor-rebrand]]` or `[[folder/harbor-rebrand.md#part|shown]]`. Raises Misread."""
    inner = text
    if text.startswith("[["):
        if not text.endswith("]]") or "[" in text[2:-2] or "]" in text[2:-2]:
            raise Misread(f"the link `{text[:40]}` is not closed", "write `[[id]]`")
        inner = text[2:-2].partition("|")[0].partition("#")[0].strip().rpartition("/")[2]
        inner = inner.removesuffix(".md")
    inner = inner.strip()
    if not inner:
        raise Misread(f"`{text[:40]}` names nothing", "an id such as `harbor-rebrand`")
    return same_id(inner)


def is_plain_reference(name: str) -> bool:
    """Whether a name can stand for a record: the one that is read is the one that is written."""
    try:
        return read_reference(name) == name
    except Misread:
        return False
