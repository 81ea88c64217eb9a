"""What a page asks to be written: one flat object of short texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from opsledger.editing.edit import EditRefused
from opsledger.values.days import read_date
from opsledger.values.misread import Misread

LARGEST = 64 * 1024  # bytes of a request
_LONGEST = 2_000  # characters of a text


class Unfit(Exception):
    """A request that is not one of those a page makes."""


def request_of(body: bytes) -> Mapping[str, Any]:
    """The request of a body: one flat object of short texts, and yes or no. Raises Unfit."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise Unfit("the request is not JSON") from None
    if not isinstance(asked, dict) or not all(isinstance(value, str | bool | None) for value in asked.values()):
        raise Unfit("the request is one object of texts")
    if any(isinstance(value, str) and len(value) > _LONGEST for value in asked.values()):
        raise Unfit(f"a text is at most {_LONGEST:,} characters long")
    return asked


def asked_text(asked: Mapping[str, Any], key: str) -> str:
    """A text that has to be there. Raises Unfit."""
    value = asked.get(key)
    if not isinstance(value, str):
        raise Unfit(f"`{key}` is missing")
    return value.strip()


def asked_day(asked: Mapping[str, Any], key: str) -> date | None:
    """A day that may be given. Raises EditRefused if it does not read."""
    written = asked.get(key)
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        return read_date(written.strip())
    except Misread as misread:
        raise EditRefused(f"{key}: {misread.message}", hint=misread.hint) from None
