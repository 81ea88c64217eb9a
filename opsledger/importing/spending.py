"""What money that went out was for, by whom it went to and what was written to it, where usual words tell it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from opsledger.importing.bank import Movement
from opsledger.patterns import pattern
from opsledger.values.written import count_of, listed, write_money

DRAWN, TAX = "draw", "tax"
_ADMIN, _MOST_NAMED = "admin", 5
_OWN = pattern(
    r"\b(?:privatentnahmen?|entnahmen?|owner'?s? draw(?:ings?)?|drawings|draw|pr[ée]l[èe]vement personnel"
    r"|retirada|pr[óo]-?labore)\b",
    re.IGNORECASE,
)
_TAXES = pattern(
    r"\b(?:finanzamt|finanzkasse|hmrc|irs|urssaf|agencia tributaria|hacienda|skatteverket|belastingdienst"
    r"|einkommensteuer|umsatzsteuer|gewerbesteuer|lohnsteuer|income tax|corporation tax|self[ -]assessment"
    r"|vat (?:payment|return)|imp[ôo]t sur le revenu|irpf)\b",
    re.IGNORECASE,
)
_PRIVATE = pattern(r"\b(?:health|life|kranken\w*|lebensvers\w*|pension|altersvorsorge|privat\w*)\b", re.IGNORECASE)
# Words of what a business of one pays for, by the area that they belong to.
_COSTS = {
    "learning": pattern(
        r"\b(?:conferences?|konferenz\w*|tagung|courses?|kurs|seminar\w*|workshop|weiterbildung\w*|training|webinar"
        r"|formation|congreso|curso)\b",
        re.IGNORECASE,
    ),
    "marketing": pattern(
        r"\b(?:advert\w*|ads|anzeigen?|werbung|flyer|visitenkarten|business cards|publicit[ée]|publicidad|mailchimp"
        r"|newsletter|linkedin)\b",
        re.IGNORECASE,
    ),
    _ADMIN: pattern(
        r"\b(?:(?:desk|office)(?: rent)?|rent|cowork\w*|miete|b[üu]ro\w*|loyer|alquiler|internet|telekom|telefon\w*"
        r"|phone|mobile|mobilfunk|vodafone|o2|broadband|insurance|liability|\w*versicherung|haftpflicht|assurance|seguro"
        r"|licen[cs]es?|lizenz\w*|software|subscription|abonnement|saas|hosting|domains?|cloud|adobe|google|microsoft"
        r"|apple|zoom|slack|dropbox|notion|figma|github|openai|bookkeep\w*|accountan\w*|steuerberat\w*|buchhalt\w*"
        r"|comptab\w*|gestor[íi]a|membership|mitgliedsbeitrag|mitgliedschaft|verband|bahn|railways?|train|sncf|renfe"
        r"|flight|lufthansa|hotel|taxi|monitor|laptop|notebook|computer|printer|drucker|toner|porto|postage"
        r"|bank fees?|account fee|kontof[üu]hrung\w*|bankgeb[üu]hr\w*|electricity|strom)\b",
        re.IGNORECASE,
    ),
}


def spent_on(movement: Movement, areas: Collection[str]) -> str | None:
    """What money went out for: an area of the ledger, `draw` for yourself, or `tax`; None if it cannot be known."""
    said = f"{movement.party} {movement.text}"
    if _TAXES.search(said):
        return TAX
    if _OWN.search(said):
        return DRAWN
    if _PRIVATE.search(said):
        return None
    found = next((area for area, words in _COSTS.items() if words.search(said)), None)
    return next((area for area in (found, _ADMIN) if area in areas), None) if found else None


def told_of_spending(guessed: Iterable[tuple[str, Movement]], unknown: Iterable[Movement], currency: str) -> list[str]:
    """What is told of money that went out: what it was taken for, and whose rows cannot be told."""
    told = []
    by_target: dict[str, list[Movement]] = {}
    for target, movement in guessed:
        by_target.setdefault(target, []).append(movement)
    for target, rows in by_target.items():
        what = "drawn for yourself, into money.md" if target == DRAWN else f"taken for costs of {target}"
        told.append(f'money spent: {_parties(rows, currency)} {what}; --map "NAME=-" leaves a name out')
    if rows := list(unknown):
        example = max(rows, key=lambda row: -row.amount)
        way = f'--map "{party_of(example)}=AREA"'
        told.append(f"money spent, and not known on what: {_parties(rows, currency)}; {way} makes it a cost")
    return told


def party_of(movement: Movement) -> str:
    """By what a row is mapped: whom it was with, else what was written to it."""
    return (movement.party or movement.text)[:40].replace('"', "")


def _parties(rows: Iterable[Movement], currency: str) -> str:
    """Some rows by whom they went to, the largest sum first: `Desk Ltd (14 rows, 2,940 EUR)`."""
    amounts: dict[str, list[Decimal]] = {}
    for row in rows:
        amounts.setdefault(party_of(row), []).append(-row.amount)
    ranked = sorted(amounts.items(), key=lambda each: -sum(each[1]))
    return listed(
        [f"`{name}` ({count_of(len(each), 'row')}, {write_money(sum(each), currency)})" for name, each in ranked],
        _MOST_NAMED,
    )
