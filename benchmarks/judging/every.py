"""The proof of each rule: by what came after the day, by a recount on the day, or only in words."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.judging.facts import ON_THE_DAY
from benchmarks.judging.proofs import AHEAD, Proof

PROOFS: Mapping[str, Proof] = {**AHEAD, **ON_THE_DAY}

# Rules of which neither the simulator nor the sample holds enough to count: what would prove each right.
# A test of each rule shows that it speaks when it should.
UNCOUNTED: Mapping[str, str] = {
    "leads-that-came-back": "they have no answer a week later",
    "over-billed": "the invoices still exceed the hours two weeks later",
    "one-big-client": "a year later that client is the largest still",
    "out-of-touch": "nobody speaks with the contact within four weeks",
    "reserve-ends": "the account holds less than what is put aside by that month",
    "retainer-ended": "no other retainer begins within 13 weeks",
    "spoken-yes": "the lead is not won within 4 weeks",
    "stale-website": "the page is as old in the next review",
    "thin-plan": "fewer hours are worked for clients than were due",
    "undecided": "the lead is lost, or still open after 8 weeks",
    "unhappy-clients": "they complain again, or leave, within 26 weeks",
    "unstarted-work": "the lead that was won has no project two weeks later",
    "week-to-plan": "the week after has no plan either",
    "work-to-hand-over": "you spend as many hours on that task in the next quarter",
}
