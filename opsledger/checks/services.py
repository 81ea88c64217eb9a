"""What leads and projects are for, against the services that the settings offer."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.diagnostics import Diagnostic, at, did_you_mean, warning
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.values.characters import same_name

SERVICE_TYPO = warning("service-typo", "A service looks like a typo of one that the settings offer.")


def check_services(ledger: Ledger) -> Iterator[Diagnostic]:
    """Services that are not among `ideal_client`'s but look like one: such a lead would look like a bad fit."""
    offered = ledger.settings.ideal_client.services
    known = {same_name(service) for service in offered}
    if known:
        records: tuple[Lead | Project, ...] = (*ledger.leads, *ledger.projects)
        for record in records:
            place = record.front.get("service")
            if record.service and place and same_name(record.service) not in known:
                hint = did_you_mean(record.service, offered)
                if hint:
                    message = f"`{record.service[:40]}` is not one of the services you offer"
                    yield at(SERVICE_TYPO, place, message, hint)
