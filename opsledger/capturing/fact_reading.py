"""Reading a line about a job or an invoice in whatever order: `Brand for Willow Bakery, 6400 fixed, 20 of 50h done`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from opsledger.capturing.fact_taking import capital, client_named, take_fact
from opsledger.capturing.facts import Facts, LineContext
from opsledger.capturing.said_money import SaidBilling, is_unsent, take_billing, take_reminder
from opsledger.capturing.words import LooseWords, line_words, plain
from opsledger.patterns import pattern

_BRACKETS = pattern(r"\s*\(([^()]*)\)\s*,?")
_OR_SO = pattern(r"(?<=[0-9h]) or so\b", re.IGNORECASE)
_AMOUNT_IN_BRACKETS = pattern(r"\(([0-9][0-9.,' ]*(?: ?(?:[A-Z]{3}|[€£$]))?)\)(?=[ ,]|$)")
_COMMA = pattern(
    r"(?<=[a-z0-9)])\.(?= (?:One|No|Two|First|Last|They|I|The|Second|Not|Nothing|Paid|Remind\w*|Rest|All|Half"
    r"|Invoiced|Agreed|Due|Done|Begins?|Starts?|Still)\b)|[,;](?= |$)|(?<=[^0-9]),(?=\S)|,(?=[^0-9 ])"
)
_NO_NEWS = pattern(
    r"(?:but )?(?:no (?:answer|reply|reaction|reminder)|nothing|silence|not reminded)(?: (?:yet|since|so far))*"
)
_SMALL_WORDS = ("must", "be", "is", "was", "it", "and", "has", "to", "the")
_ALL_LEFT = pattern(r"(?:all|everything)(?: of (?:it|them))?(?: (?:is|still))* (?:left|to do|to come)")
_WEEKDAY = pattern(  # `Monday, 11 January` is one day
    r"\b((?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?),(?= (?:the )?[0-9])", re.IGNORECASE
)
_ARTICLES = ("a", "an", "the", "my", "our", "der", "die", "das")


_SMALL_NUMBER = pattern(r"[0-9]{1,2}")
_NAMED = Facts(name="it")  # so that `for Willow Bakery` is a part of the name


def facts_in(text: str, known: LineContext) -> Facts:
    """What a line says, its name first. Raises Misread if it names an amount in another currency."""
    parts = [part for part in line_parts(text) if part]
    if not parts:
        return Facts()
    head = line_words(parts[0])
    if known.is_invoice and (start := _after_number(head)):  # `Invoice 2026-044 to Tern Kayaks`
        head, parts = head[start:], [*parts, " ".join(head[:2])]
    cut = _name_ends(head, known)
    facts = _named(head[:cut])
    rest = [head[cut:], *map(line_words, parts[1:])]
    if len(rest) > 1 and not rest[0] and not facts.client and _says_nothing(rest[1], known):
        other, rest = client_named(rest[1]), rest[2:]
        names = (other, facts.name) if known.is_invoice else (facts.name, other)
        facts = replace(facts, name=names[0], client=names[1])
    return read_more(facts, rest, known).settled


def _after_number(words: LooseWords) -> int:
    """How many words say which invoice it is, before those that name the client."""
    if len(words) < 3 or plain(words[0]) not in ("invoice", "inv", "rechnung", "no", "nr"):
        return 0
    has_number = any(one.isdigit() for one in words[1])
    at = 2 if has_number else 1
    return at + 1 if at < len(words) - 1 and plain(words[at]) in ("to", "for", "of", "an") else at if has_number else 0


def _says_nothing(words: LooseWords, known: LineContext) -> bool:
    """Whether no fact is among some words, so that they are a name."""
    rests = [words[at:] for at in range(len(words))]
    return not any(take_fact(_NAMED, rest, known) or _take_rest(_NAMED, rest, known) for rest in rests)


def read_more(facts: Facts, parts: Sequence[LooseWords], known: LineContext) -> Facts:
    """The facts with what further parts say. Raises Misread."""
    for part in parts:
        at = 0
        while at < len(part):
            if told := _take_rest(facts, part[at:], known):
                facts = told
                break
            taken = take_fact(facts, part[at:], known)
            if taken:
                facts, count = taken
                at += count
            else:
                is_small = plain(part[at]) in _SMALL_WORDS
                facts = facts if is_small else replace(facts, said=(*facts.said, part[at]))
                at += 1
    return facts


def _take_rest(facts: Facts, words: LooseWords, known: LineContext) -> Facts | None:
    """The facts with what the rest of a part says as a whole of invoices, payments and reminders; else None."""
    if known.is_invoice and (day := take_reminder(words, known.day)):
        return replace(facts, reminded=facts.reminded or day)
    if known.is_invoice and _NO_NEWS.fullmatch(" ".join(map(plain, words))):
        return facts
    if known.is_invoice and is_unsent(words):
        return replace(facts, billed=facts.billed.beside(SaidBilling(is_none=True)))
    if facts.name and _ALL_LEFT.fullmatch(" ".join(map(plain, words))):
        return replace(facts, hours=facts.hours._replace(done=0))
    billed = take_billing(words, known.currency, known.day)
    if billed is None or (known.is_invoice and not billed.is_payment_or_none):
        return None
    return replace(facts, billed=facts.billed.beside(billed))


def read_answer(text: str, known: LineContext) -> Facts:
    """What an answer adds that does not begin with a name. Raises Misread."""
    return read_more(Facts(), [line_words(part) for part in line_parts(text) if part], known).settled


def line_parts(text: str) -> list[str]:
    """A line in its parts: at commas that are not within a number, at dashes and around brackets."""
    text = _AMOUNT_IN_BRACKETS.sub(r"\1", _OR_SO.sub("", text))
    plain_text = _BRACKETS.sub(r", \1, ", text.replace(" - ", ", ").replace(" – ", ", "))
    plain_text = _WEEKDAY.sub(r"\1", plain_text)
    return [part for each in _COMMA.split(plain_text) if (part := each.strip())]


def _name_ends(words: LooseWords, known: LineContext) -> int:
    """How many words are the name: all before facts that go on to the end of the part, else before the first fact."""
    first = 0
    for cut in range(1, len(words)):
        rest, at = words[cut:], 0
        while at < len(rest) and (taken := take_fact(_NAMED, rest[at:], known)):
            at += taken[1]
        if at == len(rest):
            return cut
        if at and not first and not _SMALL_NUMBER.fullmatch(rest[0]) and plain(rest[0]) not in _ARTICLES:
            first = cut
    return first or len(words)


def _named(words: LooseWords) -> Facts:
    """A name, and the client in it: `Brand for Willow Bakery`, `Willow Bakery: brand`."""
    text = " ".join(words).strip(" ,;")
    client, colon, job = text.partition(": ")
    if colon and job:
        return Facts(name=capital(job), client=client)
    for_at = next((at for at in range(len(words) - 1, 0, -1) if plain(words[at]) in ("for", "für")), 0)
    if for_at and for_at + 1 < len(words):
        client = client_named(words[for_at + 1 :])
        return Facts(name=capital(" ".join(words[:for_at])), client=client)
    if len(words) > 1 and plain(words[0]) == "retainer":  # `Retainer Quay Press`
        return Facts(name="Retainer", client=client_named(words[1:]))
    return Facts(name=capital(text.rstrip(":")))
