"""The names that sync tools, file managers and editors give to copies of a file.

What only a sync tool or a merge would call a file is never a record. A name that a person could have given as well, as
`quay 2.md`, is a copy only if what is in it is the same as in the file it is named after.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from opsledger.patterns import pattern

_CONFLICT = (
    r"conflict|konflikt|conflit|en conflicto|conflitto|conflitant|em conflito|конфликт|конфлікт|競合|冲突|衝突|충돌"
    r"|ristirii|çakış|ütköz|συγκρου|konfliktn|in conflitto|\bclash|not merged"
)
_COPY = (
    r"copy|copies|kopie|copie|copia|cópia|còpia|kopia|kopi|kopio|копия|копія|副本|複本|拷贝|コピー|복사본|사본|kopya|másolat"
    r"|kópia|eintak|αντίγραφο|kopija|koopia|salinan"
)


# Who names its copies so: Dropbox, Nextcloud, ownCloud, Obsidian Sync and Seafile in brackets, pCloud in square ones;
# Syncthing; older ownCloud; Synology Drive; Google Drive; Resilio; and git's merge tools.
@cache  # the patterns are large, and few names need them
def _certain() -> re.Pattern[str]:
    return re.compile(
        rf"[(\[](?:{_CONFLICT})(?:_|\w*[)\]]|[^()\[\]]*(?:[0-9]|{_COPY}))"
        rf"|[(\[][^()\[\]]*(?:{_CONFLICT})[^()\[\]]*(?:{_COPY}|[0-9]{{4}})"
        rf"|[(\[][^()\[\]]*(?:{_COPY})[^()\[\]]*(?:{_CONFLICT})"
        rf"|[(\[][^()\[\]]*\bin konflikt stehende"
        r"|conflicted copy|case conflict"
        r"|[.~]sync-conflict-|_conflict-[0-9]{4}"
        r"|_[^_]+_[a-z]{3}-[0-9]{2}-[0-9]{4,6}-[0-9]{4}_[a-z]*conflict"
        r"|_(?:case|whitespace|tailcharacter|unknown)conflict"
        r"|_conf\([0-9]+\)"
        r"|\.conflict(?:ed)?(?:[-_ .]?[0-9]*)\.md$"
        r"|_(?:backup|base|local|remote)_[0-9]+\.md$",
        re.IGNORECASE,
    )


# What follows a file's name in that of its copy: `quay 2`, `quay (1)`, `quay copy 2`, `quay - Kopie (2)`,
# `quay (another copy)`, or a computer's name.
@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"[ ]?\([0-9]{{1,3}}\)|[ ][0-9]{{1,3}}"
        rf"|[ _–-]+の?(?:{_COPY})(?:[ _-]?\(?[0-9]{{1,3}}\)?)?"
        rf"|[ _–-]*\((?:[^()]{{0,12}}[ ])?(?:{_COPY})\)(?:[ _-]?\(?[0-9]{{1,3}}\)?)?"
        r"|(?-i:-[A-Z0-9]{3,}(?:-[A-Z0-9]+)*)"
        r"|-[^/]*(?:macbook|imac|mac[- ]mini|iphone|ipad|thinkpad|surface|laptop|desktop|pixel|galaxy)[^/]*"
        # What no list of tools ever names in full: a person, a device or a reason in brackets, a number after a sign.
        r"|[ _–-]*[(\[{][^/]*[)\]}][^/]*|[~#.][^/]*|_+[0-9]{1,3}|[ _–-]+(?:copy|kopie|copie)[^/]*"
        rf"|[^/]*(?:{_CONFLICT})[^/]*",
        re.IGNORECASE,
    )


# Names that no tool makes: words of a person, without brackets, blanks, and the word for a conflict.
_PLAIN = pattern(r"(?:(?!(?i:conflict))[A-Za-z0-9-])+\.md")
_WORDS = pattern(r"[A-Za-z0-9-]+")
_SEPARATORS = " _–-([{~#."
_COPY_OF = pattern(
    r"(?i:copy of|kopie von|kopie van|copie de|copia de|copia di|cópia de|kopia av|kopi af|kopi av|копия)[ ](?P<of>.+)"
)
_ICLOUD = ".icloud"


def is_conflicted_copy(name: str) -> bool:
    """Whether a file's name is one that only a sync tool or a merge gives to a copy."""
    return _PLAIN.fullmatch(name) is None and _certain().search(name) is not None


def may_be_copy_of(stem: str, beside: Container[str]) -> str | None:
    """The stem of a file beside it that another may be a copy of, by its name; None if its name says nothing such."""
    if found := _COPY_OF.fullmatch(stem):
        return found["of"] if found["of"] in beside else None
    cuts = (at for at in range(1, len(stem)) if stem[at] in _SEPARATORS and stem[at - 1] not in _SEPARATORS)
    return next((stem[:at] for at in cuts if stem[:at] in beside and _behind().fullmatch(stem, at)), None)


def tells_conflict(stem: str, of: str) -> bool:
    """Whether what follows another file's stem speaks of a conflict, not in words of an id alone."""
    behind = stem.removeprefix(of)
    return not _WORDS.fullmatch(behind) and re.search(_CONFLICT, behind, re.IGNORECASE) is not None


def not_downloaded(name: str) -> str | None:
    """The name of the file in iCloud that a placeholder on the disk stands for; None for any other file."""
    if name.startswith(".") and name.endswith(_ICLOUD) and len(name) > len(_ICLOUD) + 1:
        return name[1 : -len(_ICLOUD)]
    return None


def is_editors_own(name: str) -> bool:
    """Whether an editor keeps a file for itself while another is open, as Emacs its `#quay.md#`."""
    return (name[0] == "#" == name[-1] and len(name) > 1) or "___jb_" in name or ".md.sb-" in name
