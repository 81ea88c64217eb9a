"""What follows when a lead is won: the command that makes its project."""

from __future__ import annotations

import shlex

from opsledger.editing.record_text import slugs
from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.reading.kinds import LEAD, PROJECT
from opsledger.values.characters import same_id
from opsledger.values.duration import write_duration
from opsledger.values.pieces import Pieces

# Stand for what the ledger does not know; `new` asks for the real word if they are left as they are.
TO_FILL_IN = {"client": "CLIENT", "price": "PRICE"}


def project_command(survey: Survey, path: str) -> str | None:
    """The command that makes the project of a lead, with what the lead knows; None if a project names it already."""
    lead = survey.record(LEAD, path)
    if not isinstance(lead, Lead):
        return None
    for found in survey.files(PROJECT):
        project = survey.record(PROJECT, found.path)
        if isinstance(project, Project) and project.lead and same_id(project.lead.id) == same_id(lead.id):
            return None
    won = next((one.amount for one in reversed(lead.log) if one.word == "won" and one.amount is not None), None)
    price = lead.value if won is None else won
    client = lead.client.id if lead.client else TO_FILL_IN["client"]
    words = ["opsledger", "new", "project", lead.name or lead.id, "--client", client, "--lead", lead.id]
    stated = TO_FILL_IN["price"] if price is None else price.written if isinstance(price, Pieces) else f"{price:f}"
    words += ["--billing", "fixed", "--price", stated]
    if lead.service:
        words += ["--service", lead.service]
    if lead.hours:
        words += ["--estimate", write_duration(lead.hours)]
    if same_id(lead.id) in slugs(lead.name or lead.id):  # leads and projects share their ids
        words += ["--id", f"{lead.id}-project"]
    return shlex.join(words)
