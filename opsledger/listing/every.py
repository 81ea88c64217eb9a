"""All lists, by name."""

from __future__ import annotations

from opsledger.listing.actions import ACTIONS
from opsledger.listing.contacts import CONTACTS
from opsledger.listing.leads import LEADS
from opsledger.listing.marketing import MARKETING
from opsledger.listing.projects import PROJECTS
from opsledger.listing.rows import Listing
from opsledger.listing.team import TEAM
from opsledger.listing.time import TIME
from opsledger.listing.tools import TOOLS
from opsledger.listing.website import WEBSITE_ITEMS

LISTINGS: dict[str, Listing] = {
    listing.name: listing
    for listing in (LEADS, PROJECTS, TIME, ACTIONS, TOOLS, TEAM, WEBSITE_ITEMS, MARKETING, CONTACTS)
}
