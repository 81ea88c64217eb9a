"""What a ledger is read from, whatever keeps its files: which are records, and what is wrong with the others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, Rule, error, nearest_word, warning
from opsledger.models.settings import FILE
from opsledger.patterns import pattern
from opsledger.reading.copies import is_conflicted_copy, is_editors_own, not_downloaded
from opsledger.reading.documents import LARGEST, TOO_LARGE, read_document
from opsledger.reading.kinds import KINDS, SCHEDULE_FILE, Kind
from opsledger.source import SourceFile

UNREADABLE = error("unreadable", "A file or folder cannot be opened.")
NO_PLAIN_FILE = error("no-plain-file", "A record is not a regular file, or a folder of the ledger is not a folder.")
LINK_OUTSIDE = error("link-outside", "A symbolic link leads out of the ledger, to a folder, or nowhere.")
NO_RECORD = warning("no-record", "A file in a record folder looks like a record, but is not read as one.")
CONFLICTED_COPY = warning("conflicted-copy", "A sync tool left a conflicted copy, which is not read.")
NOT_DOWNLOADED = error("not-downloaded", "A file of the ledger is in iCloud, and not on this disk.")
FOLDER_TYPO = warning("folder-typo", "A folder's name is nearly that of a record folder.")

RECORD_FOLDERS = frozenset(kind.folder for kind in KINDS if not kind.file)
ROOT_FILES = (SCHEDULE_FILE, *(kind.file for kind in KINDS if kind.file))
IMPORTED_FILE = "imported.txt"  # which rows of other programs' files were imported
COLUMNS_FILE = "import-columns.txt"  # which columns of other programs' tables mean what
_OWN = RECORD_FOLDERS | {
    "templates",
    FILE,
    *ROOT_FILES,
    IMPORTED_FILE,
    COLUMNS_FILE,
    ".git",
    ".gitignore",
    ".gitattributes",
}
_RECORD_LIKE = (".markdown", ".md", ".txt", ".mdown", ".mkd")
_OTHERS = (".json", ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".ics", ".csv", ".base")
_BACKUPS = ("~", ".bak", ".orig", ".rej", ".swp", ".tmp", ".part", ".partial", ".crdownload", ".save")
NO_RECORDS = _OTHERS + _BACKUPS
_BEGINS = pattern(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


class Found(NamedTuple):
    """A record's file: its path relative to the ledger, and where it is."""

    path: str
    place: str


class Document(NamedTuple):
    """A file as it was read: its text, None if it cannot be read any further, and its faults as a whole."""

    source: SourceFile | None
    faults: Sequence[Diagnostic]


class RootEntry(NamedTuple):
    """Something at the top of a ledger."""

    name: str
    is_folder: bool
    is_link: bool


class Files(ABC):
    """The files of a ledger; what is in the way of reading them gathers in `problems`.

    name: what they are called. elsewhere: the paths of records that are in iCloud, and not on this disk.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Diagnostic] = []
        self.elsewhere: set[str] = set()

    @abstractmethod
    def where(self, path: str) -> str:
        """What a message calls a file."""

    @abstractmethod
    def is_there(self) -> bool:
        """Whether there is anything to read from at all."""

    @abstractmethod
    def root_entries(self) -> Iterable[RootEntry]:
        """What is at the top."""

    @abstractmethod
    def files(self, kind: Kind) -> list[Found]:
        """The files of a kind's records, by path."""

    @abstractmethod
    def has(self, path: str) -> bool:
        """Whether a plain file, or a link to one, is at a path."""

    @abstractmethod
    def plain_file(self, path: str) -> Found | None:
        """A file that is to be opened, or None: with a fault, unless nothing or a folder is there."""

    @abstractmethod
    def bytes_of(self, found: Found) -> bytes:
        """A file's bytes, at most one more than are allowed. Raises OSError."""

    @abstractmethod
    def open(self, found: Found) -> Document:
        """A file's text with its faults as a whole."""

    @abstractmethod
    def head(self, place: str) -> bytes:
        """A file's first bytes. Raises OSError."""

    def check_root(self) -> None:
        """Look for folders that are nearly record folders, and files in their place."""
        known = (*RECORD_FOLDERS, "templates")
        for name, is_folder, is_link in self.root_entries():
            if (original := not_downloaded(name)) in ROOT_FILES:
                self.tell_elsewhere(str(original), name)
            elif name in known:
                if not is_folder and not is_link:
                    self.tell(NO_PLAIN_FILE, name, "a file is where a folder of records should be")
            elif is_folder and name[0] not in "._" and (nearest := nearest_word(name, known)):
                self.tell(FOLDER_TYPO, name, "this folder is not read", f"did you mean `{nearest}`?")

    def is_record(self, path: str, place: str) -> bool:
        """Whether a file is a record by its name; warns of one that only looks like it."""
        name = path.rpartition("/")[2]
        if name.lower() == "readme.md" or is_editors_own(name):
            return False
        if is_conflicted_copy(name):
            self.tell_copy(path)
            return False
        if name.endswith(".md"):
            return True
        lowered = name.lower()
        if lowered.endswith(NO_RECORDS):
            return False
        if lowered.endswith(_RECORD_LIKE):
            stem = name[: name.rindex(".")]
            self.tell(NO_RECORD, path, "not read: a record's name ends in `.md`", f"rename it to `{stem}.md`")
        elif self._begins_like_record(place):
            self.tell(NO_RECORD, path, "not read: it begins like a record", f"rename it to `{name}.md` if it is one")
        return False

    def _begins_like_record(self, place: str) -> bool:
        try:
            return _BEGINS.match(self.head(place)) is not None
        except OSError:
            return False

    def tell_copy(self, path: str, of: str | None = None) -> None:
        """Tell of a copy that is not read. of: the file that it is a copy of, by what is in it."""
        message = f"a copy of `{of}` is not read" if of else "a sync tool's conflicted copy is not read"
        hint = "if it is a record of its own, give it another `name`" if of else "merge it by hand, then delete it"
        self.tell(CONFLICTED_COPY, path, message, f"merge it by hand, then delete it; {hint}" if of else hint)

    def tell_ledger_within(self, folder: str) -> None:
        """A folder among records that is a ledger of its own, whose records are not this one's."""
        self.tell(NO_RECORD, folder, "a ledger of its own: its records are not read here", "move it out of this ledger")

    def tell_elsewhere(self, path: str, placeholder: str) -> None:
        """Tell of a file in iCloud, of which the disk has a placeholder alone."""
        self.elsewhere.add(path)
        hint = "download it in the Finder, or keep the ledger's folder downloaded"
        self.tell(NOT_DOWNLOADED, path, f"in iCloud, and not on this disk: not read (`{placeholder}`)", hint)

    def tell(self, rule: Rule, path: str, message: str, hint: str | None = None) -> None:
        """Take note of a fault of a file as a whole."""
        self.problems.append(_of_whole(rule, path, message, hint))

    def document(self, found: Found) -> SourceFile | None:
        """A file's text, or None with a fault."""
        source, faults = self.open(found)
        if faults:
            self.problems += faults
        return source


def is_ledgers_own(path: str) -> bool:
    """Whether a path in a ledger is one of its files or below one of its folders, in any case of letters."""
    return path.partition("/")[0].casefold() in _OWN


def unreadable(path: str, fault: OSError) -> Document:
    """A file that cannot be opened."""
    return Document(None, [_of_whole(UNREADABLE, path, f"cannot be opened: {fault.strerror}")])


def document_of(path: str, data: bytes) -> Document:
    """The text of a file that holds these bytes."""
    if len(data) > LARGEST:
        hint = "split it, or move it elsewhere"
        return Document(None, [_of_whole(TOO_LARGE, path, "larger than 10 MB: not read", hint)])
    source, faults, readable = read_document(path, data)
    return Document(source if readable else None, faults)


def _of_whole(rule: Rule, path: str, message: str, hint: str | None = None) -> Diagnostic:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Diagnostic(rule, message, shown, None, hint)
