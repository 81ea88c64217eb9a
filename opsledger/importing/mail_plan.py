"""From messages to `in` and `out` lines of the leads, clients and contacts whose addresses they have."""

from __future__ import annotations

from collections import defaultdict

from opsledger.importing.mail import MailHead
from opsledger.importing.plan import Addition, Plan, Read, Skipped, Taken
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.records import Client, Contact
from opsledger.values.days import Interval
from opsledger.values.written import count_of

Correspondent = Lead | Client | Contact


class MailPlanning:
    """One import of mail. days: which days count. taken: what was imported before; again: to take it once more."""

    def __init__(self, ledger: Ledger, taken: Taken, days: Interval | None = None, *, again: bool = False) -> None:
        self.ledger = ledger
        self.days = days
        self.taken = frozenset() if again else frozenset(key.identity for key in taken.keys)
        self.plan = Plan(taken=taken)
        self.strangers = 0
        self.by_address: dict[str, list[Correspondent]] = defaultdict(list)
        records: tuple[Correspondent, ...] = (*ledger.leads, *ledger.clients, *ledger.contacts)
        for record in records:
            for address in record.email:
                self.by_address[address.strip().casefold()].append(record)

    def planned(self, read: Read[MailHead]) -> Plan:
        """What taking over some messages would do."""
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        if not self.by_address:
            self.plan.notes.append(
                "no lead, client or contact has an address: write it into their files, `email: kim@example.org`"
            )
        for message in sorted(read.found, key=lambda one: (one.day, one.place)):
            if self.days is None or message.day in self.days:
                self._take(message)
        if self.strangers:
            messages = count_of(self.strangers, "message is", "messages are")
            self.plan.notes.append(f"{messages} from and to addresses that no lead, client or contact has")
        return self.plan

    def _take(self, message: MailHead) -> None:
        """Put one message down with those it is from, else with those it is to."""
        word, found = "in", self._known(message.sender)
        if not found:
            word = "out"
            found = [record for one in message.recipients for record in self._known(one)]
        if not found:
            self.strangers += 1
        elif message.key.identity in self.taken:
            self.plan.before += 1
        elif closed := [record for record in found if isinstance(record, Lead) and not record.is_open]:
            why = f"{closed[0].file} is closed: `opsledger log {closed[0].id} {word}` says that they are back"
            self.plan.skipped.append(Skipped(message.place, message.what, why, "closed"))
        else:
            for record in dict.fromkeys(found):
                self._add(record, message, word)
            self.plan.keys.append(message.key)

    def _known(self, address: str) -> list[Correspondent]:
        """Whose address it is: open leads, else clients, else contacts, else the last of the closed leads."""
        records = self.by_address.get(address, [])
        leads = [record for record in records if isinstance(record, Lead)]
        found: list[Correspondent] = [lead for lead in leads if lead.is_open]
        for kind in (Client, Contact):
            found = found or [record for record in records if isinstance(record, kind)]
        return found or [*leads[-1:]]

    def _add(self, record: Correspondent, message: MailHead, word: str) -> None:
        text = message.subject or "mail without a subject"
        line = f"{message.day} {word} {text}"
        if any((one.day, one.word, one.text) == (message.day, word, text) for one in record.log):
            self.plan.there += 1
            return
        shown = f"{record.title}: {line}"
        self.plan.additions.append(Addition(record.file, "Log", (line,), message.place, shown))
