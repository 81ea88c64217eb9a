"""Names that hold a comma, in quotation marks within a sentence: without them it would break at each comma."""

from __future__ import annotations

import re
from dataclasses import replace

from opsledger.figures.standing import Standing
from opsledger.findings.finding import Finding, Measured
from opsledger.models.record import LoggedRecord
from opsledger.values.written import write_name


def quoted(measured: Measured, finding: Finding) -> Finding:
    """A finding whose sentences have such names in quotation marks."""
    if measured.standing.once(_names) is None:
        return finding
    because, action, instead = (
        in_sentence(measured, text) for text in (finding.because, finding.action, finding.instead)
    )
    return replace(
        finding, because=because, action=action, instead=instead, formerly=(*finding.formerly, finding.action)
    )


def in_sentence(measured: Measured, text: str) -> str:
    """A sentence with the ledger's names that hold a comma in quotation marks."""
    names = measured.standing.once(_names)
    return names.sub(lambda found: write_name(found[0]), text) if names else text


def _names(standing: Standing) -> re.Pattern[str] | None:
    """Where a name with a comma stands; None if no record has one."""
    titles = {record.title for record in standing.whole.records() if isinstance(record, LoggedRecord)}
    commas = sorted((title for title in titles if write_name(title) != title), key=len, reverse=True)
    return re.compile(rf"(?<![\w“])(?:{'|'.join(map(re.escape, commas))})(?![\w”])") if commas else None
