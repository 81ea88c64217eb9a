"""What each of the four themes of marketing is for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

THEMES: Mapping[str, str] = MappingProxyType(
    {
        "work": "promote updated work",
        "topic": "a topic of the target audience",
        "win": "a customer's win, or a project's milestone",
        "engage": "talk with target prospects",
    }
)
