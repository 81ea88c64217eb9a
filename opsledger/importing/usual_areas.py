"""Which area of a ledger other programs' names for work without a client mean: `Acquisition` is sales."""

from __future__ import annotations

from collections.abc import Collection

from opsledger.importing.targets import LEFT_OUT

# Words of a name, lower case, by the area that they mean; what is nobody's work is left out.
_MEANT = {
    "sales": "acquisition akquise vertrieb offers offer angebote angebot proposals proposal leads pitch pitches quotes "
    "estimates prospecting networking crm vente ventes ventas vendas",
    "marketing": "newsletter website blog linkedin instagram content seo portfolio werbung social publicité publicidad "
    "publicidade branding",
    "finance": "accounting bookkeeping buchhaltung tax taxes steuer steuern invoices invoicing rechnungen invoice "
    "finances finanzen comptabilité contabilidad contabilidade bank",
    "admin": "administration administrative office büro buero organisation organization orga mail mails email emails "
    "e-mail internal intern internes interno paperwork verwaltung planning general allgemein misc sonstiges other",
    "learning": "training trainings education course courses weiterbildung fortbildung study reading research "
    "conference lernen formation formación formação",
    LEFT_OUT: "lunch break breaks pause pausen private privat personal mittag vacation holiday urlaub sick krank",
}


def area_meant(name: str, areas: Collection[str]) -> str | None:
    """The area that a name of work without a client means, `-` for what is not work; None if it cannot be told."""
    words = [word.strip(".,:;()[]&/") for word in name.casefold().replace("/", " ").replace("_", " ").split()]
    for word in words:
        if word in areas:
            return word
        found = next((area for area, known in _MEANT.items() if word in known.split()), None)
        if found and (found == LEFT_OUT or found in areas):
            return found
        if found == "finance" and "admin" in areas:
            return "admin"
    return None
