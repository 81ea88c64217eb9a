"""References to records: an id, or a wiki link that holds one."""

from __future__ import annotations

from opsledger.values.misread import Misread
from opsledger.values.signs import same_id


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
