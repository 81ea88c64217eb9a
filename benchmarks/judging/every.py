"""The proof of each rule: by what came after the day, by a recount on the day, or only in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from benchmarks.judging.facts import ON_THE_DAY
from benchmarks.judging.next_week import NEXT_WEEK
from benchmarks.judging.proofs import AHEAD, Proof

PROOFS: Mapping[str, Proof] = {**AHEAD, **NEXT_WEEK, **ON_THE_DAY}

OF_YOUNG = ("dry-spell",)  # told of ledgers too young to be forecast, so counted in their first reviews alone


class Uncounted(NamedTuple):
    """Why a rule is not counted, and what would prove it right."""

    why: str
    says: str


# Rules of which neither the simulator nor the sample holds enough to count. A test of each shows that it speaks when
# it should.
UNCOUNTED: Mapping[str, Uncounted] = {
    "leads-that-came-back": Uncounted("nobody comes back after a no", "they have no answer a week later"),
    "leads-to-avoid": Uncounted("no owner writes down an ideal client", "it is lost or still open after 8 weeks"),
    "leads-too-soon": Uncounted("no lead says by when it wants its work", "it is lost or still open after 8 weeks"),
    "over-billed": Uncounted("all work is for a fixed price", "the invoices still exceed the hours two weeks later"),
    "one-big-client": Uncounted("a client seldom comes back so often", "a year later that client is the largest still"),
    "overdue-actions": Uncounted("no owner writes decisions down", "the decision is open, and its day is past"),
    "thanks-owed": Uncounted("nobody keeps contacts", "nobody thanks the contact within four weeks"),
    "out-of-touch": Uncounted("nobody keeps contacts", "nobody speaks with the contact within four weeks"),
    "reserve-ends": Uncounted("no account is kept", "the account holds less than what is put aside by that month"),
    "stale-website": Uncounted("no website is kept", "the page is as old in the next review"),
    "undecided": Uncounted("no lead says when it decides", "the lead is lost, or still open after 8 weeks"),
    "unmarked-payments": Uncounted("only old data that were imported have such invoices", "a payment was written down"),
    "unpaid-work": Uncounted("who owes for so long seldom has work open", "they still owe it four weeks later"),
    "payments-ahead": Uncounted("no account is kept", "less than the sum is put aside on its day"),
    "hand-over-now": Uncounted("nobody has a team", "the hours of the next weeks are as many as before"),
    "no-break": Uncounted("no owner enters days off", "no day is off at the turn of the year"),
    "hours-to-invoice": Uncounted("all work is for a fixed price", "an invoice for it is sent within two weeks"),
    "planned-invoices": Uncounted("nobody plans invoices", "an invoice for it is sent within two weeks"),
    "unhappy-clients": Uncounted("few complain while work is open", "they complain again, or leave, within 26 weeks"),
    "unstarted-work": Uncounted("each yes becomes a project at once", "the lead has no project two weeks later"),
    "work-to-hand-over": Uncounted("nobody has helpers", "you spend as many hours on that task in the next quarter"),
}

# Rules that only the sample holds enough for: counted again there, in a test, for what they say of the day.
ON_THE_SAMPLE: Mapping[str, str] = {
    "improvements": "nobody writes notes on what to improve; counted on the sample",
    "no-coo-time": "nobody records time for the business itself; counted on the sample",
    "tools-to-judge": "nobody keeps tools; counted on the sample",
    "unproved-work": "no website is kept; counted on the sample",
}
