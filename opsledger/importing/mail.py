"""Messages as mail programs save them, and what of them becomes a line: who wrote to whom, when, and the subject.

Only headers are parsed. Nothing of a message's body is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, tzinfo
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from opsledger.importing.plan import Key, Read, Skipped, Unusable
from opsledger.importing.sheet import LARGEST, cell_text
from opsledger.importing.taken import row_digest
from opsledger.patterns import pattern
from opsledger.values.days import FIRST_YEAR, LAST_YEAR
from opsledger.values.misread import Misread

FORMAT = "mail"
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError)
_FROM = pattern(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))(?:From [^\r\n]*\r?\n)(?=[A-Za-z][A-Za-z0-9-]*:|>From )")
_HEADER = pattern(rb"\A(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]*:|From )")
_LONGEST_HEAD = 200_000
_PERSONAL = ("", "no")


class MailHead(NamedTuple):
    """A message: where it is, what it is known by, its day by the reader's clock, and who wrote to whom."""

    place: str
    key: Key
    day: date
    sender: str
    recipients: tuple[str, ...]
    subject: str

    @property
    def what(self) -> str:
        """The message in a few words."""
        return cell_text(f"{self.day} {self.sender}: {self.subject}", 60)


def read_messages(name: str, data: bytes, zone: tzinfo | None) -> Read[MailHead]:
    """The messages of an `.eml` or `.mbox` file. zone: the reader's; None for the system's. Raises Unusable."""
    if len(data) > 10 * LARGEST:
        raise Unusable(f"{name} is larger than {10 * LARGEST // 1_000_000} MB", "export fewer messages at a time")
    if not _HEADER.match(data.lstrip(b"\r\n \t")[:200]):
        raise Unusable(f"{name} is not mail: it does not begin with a header", "save messages as .eml or .mbox")
    read: Read[MailHead] = Read([], [], [])
    for line, head in _heads(data):
        place = f"{name}:{line}"
        try:
            read.found.append(_message(place, head, zone))
        except Misread as misread:
            read.skipped.append(Skipped(place, _subject_of(head), misread.message))
        except _FAULTS as fault:
            why = f"its headers cannot be read: {cell_text(str(fault), 80)}"
            read.skipped.append(Skipped(place, _subject_of(head), why))
    return read


def _heads(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The headers of each message, with the line they begin on."""
    starts = [found.end() for found in _FROM.finditer(data)]
    if not data.lstrip(b"\r\n \t").startswith(b"From "):
        starts = [0]
    line, counted = 1, 0
    for start in starts:
        line += data.count(b"\n", counted, start)
        counted = start
        end = re.compile(rb"\r?\n\r?\n").search(data, start, start + _LONGEST_HEAD)
        yield line, data[start : end.end() if end else start + _LONGEST_HEAD].lstrip(b"\r\n")


def _message(place: str, head: bytes, zone: tzinfo | None) -> MailHead:
    """A message of its headers. Raises Misread, and what the parser raises."""
    parsed = BytesHeaderParser(policy=default).parsebytes(head)
    if str(parsed.get("Auto-Submitted", "")).casefold() not in _PERSONAL:
        raise Misread("a program wrote it, such as an absence notice")
    try:
        moment = parsedate_to_datetime(str(parsed.get("Date", "")))
    except (ValueError, TypeError, OverflowError):
        raise Misread("it has no date that can be read") from None
    day = (moment.astimezone(zone) if moment.tzinfo else moment).date()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misread(f"its year {day.year} is out of range")
    senders = _addresses(parsed, "From") or _addresses(parsed, "Sender")
    if not senders:
        raise Misread("it has no sender")
    subject = cell_text(str(parsed.get("Subject", "")))
    known_by = str(parsed.get("Message-ID", "")).strip() or f"{moment.isoformat()} {senders[0]} {subject}"
    recipients = tuple(dict.fromkeys(one for name in ("To", "Cc", "Bcc") for one in _addresses(parsed, name)))
    return MailHead(place, Key(day, FORMAT, row_digest(FORMAT, known_by)), day, senders[0], recipients, subject)


def _addresses(parsed: EmailMessage, name: str) -> list[str]:
    """The addresses of a header, without case."""
    found = []
    for header in parsed.get_all(name, []):
        given = (
            [(one.display_name, one.addr_spec) for one in header.addresses]
            if isinstance(header, AddressHeader)
            else getaddresses([str(header)])
        )
        found += [address.strip().casefold() for _, address in given if "@" in address]
    return found


def _subject_of(head: bytes) -> str:
    found = re.search(rb"^Subject:[ \t]*([^\r\n]*)", head, re.IGNORECASE | re.MULTILINE)
    return cell_text(found[1].decode("utf-8", "replace"), 60) if found else ""
