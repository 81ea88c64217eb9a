"""Deals from HubSpot and Pipedrive, as leads."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from opsledger.figures.inflow import stale
from opsledger.figures.network import NETWORK
from opsledger.figures.reception import unstarted
from opsledger.figures.standing import Standing
from opsledger.forecast.silence import chance_now
from opsledger.loading import load
from opsledger.models.leads import is_referral
from tests.cli_support import SAMPLE, run
from tests.importing_support import EXPORTS, contents, csv_file, errors_in, imported, ledger_in, lines, reasons
from tests.ledger_text import ledger_of

HEAD = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Closed Lost Reason,Associated Company,Currency\n"
PIPES = "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Lost time,Deal - Lost reason\n"


def deals(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def written(ledger: Path, name: str) -> str:
    return (ledger / "leads" / f"{name}.md").read_text(encoding="utf-8")


def test_an_export_of_hubspot_becomes_leads(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    data = imported(ledger, "hubspot", str(EXPORTS / "hubspot.csv"), "--write")
    assert [one["file"] for one in data["write"]] == [
        "leads/gull-pottery-website.md",
        "leads/salt-rye-menus.md",
        "leads/fjord-cycles-shop.md",
    ]
    assert reasons(data) == [
        "leads/arbor-furniture.md has the same name: if it is this deal, write the line `hubspot: 7004` "
        "into its front matter",
        'the ledger has no stage `Legal review`: --map "Legal review=STAGE"',
    ]
    assert errors_in(ledger) == []
    assert written(ledger, "gull-pottery-website") == (
        "---\nname: Gull Pottery website\nsource: referral\nvalue: 5200\ndecision: 2026-12-31\nhubspot: 7001\n---\n\n"
        "## Log\n\n"
        "- 2026-11-09 inquiry\n"
        "- 2026-11-09 note company: Gull Pottery, contact: Ines Holm (ines@gull.example)\n"
        '- 2026-11-09 qualified "Qualified To Buy" in HubSpot, on a day that the export does not give\n'
        "- 2026-11-09 note next step: Send three dates\n"
    )


@pytest.mark.parametrize("name", ["hubspot", "pipedrive"])
def test_written_twice_they_stand_there_once_and_the_check_is_clean(name: str, tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    first = imported(ledger, name, str(EXPORTS / f"{name}.csv"), "--write")
    before = contents(ledger)
    again = imported(ledger, name, str(EXPORTS / f"{name}.csv"), "--write")
    assert (lines(again), again["there"]) == ([], len(first["write"]))
    assert contents(ledger) == before
    assert errors_in(ledger) == []


def test_an_export_of_pipedrive_knows_the_days_of_stages_and_closings(tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path), "pipedrive", str(EXPORTS / "pipedrive.csv"))
    assert [one["lines"][-1] for one in data["write"]] == [
        '2026-11-16 proposal "Proposal Made" in Pipedrive',
        "2026-10-02 won",
        "2026-10-20 lost price",
    ]
    assert reasons(data) == ["it is in USD, the ledger in EUR"]


def test_the_company_is_the_client_while_there_are_no_clients(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    imported(ledger, "hubspot", str(EXPORTS / "hubspot.csv"), "--write")
    (lead,) = (lead for lead in load(ledger).leads if lead.id == "gull-pottery-website")
    assert lead.client is not None
    assert lead.client.id == "Gull Pottery"
    assert errors_in(ledger) == []


def test_the_company_is_the_client_of_its_name(tmp_path: Path) -> None:
    text = "clients/gull-pottery.md\n    name: Gull Pottery ApS\n"
    row = "1,Gull site,inquiry,100,,2026-11-02,,Gull Pottery,"
    ledger = ledger_in(tmp_path, text)
    imported(ledger, "hubspot", csv_file(tmp_path, deals(row)), "--write")
    assert "client: gull-pottery\n" in written(ledger, "gull-site")


@pytest.mark.parametrize(
    ("stage", "maps", "word"),
    [
        ("Proposal", (), "proposal"),
        ("Contract Sent", (), "verbal"),
        ("Contract Sent", ("--map", "contract sent=qualified"), "qualified"),
        ("On ice", ("--map", "On ice=declined"), "declined"),
        ("Closed Won", (), "won"),
        ("closedlost", (), "lost"),
    ],
)
def test_a_stage_becomes_one_of_the_ledgers(stage: str, maps: tuple[str, ...], word: str, tmp_path: Path) -> None:
    file = csv_file(tmp_path, deals(f"1,Deal,{stage},100,2026-11-05,2026-11-02,,,"))
    written_lines = lines(imported(ledger_in(tmp_path), "hubspot", file, *maps))
    assert written_lines[-1].split()[1] == word
    assert written_lines[0] == "2026-11-02 inquiry"


def test_stages_of_a_ledgers_own_are_met_by_name(tmp_path: Path) -> None:
    text = "opsledger.yaml\n    stages: {talk: 20%, offer: 50%}\n"
    rows = deals("1,One,Offer,100,,2026-11-02,,,", "2,Two,Contract Sent,100,,2026-11-02,,,")
    data = imported(ledger_in(tmp_path, text), "hubspot", csv_file(tmp_path, rows))
    assert [line.split()[1] for line in lines(data)] == ["talk", "offer"]
    assert reasons(data) == ['the ledger has no stage `Contract Sent`: --map "Contract Sent=STAGE"']


def test_a_stage_that_does_not_exist_is_refused_with_a_hint(tmp_path: Path) -> None:
    file = csv_file(tmp_path, deals("1,One,x,1,,2026-11-02,,,"))
    result = run(ledger_in(tmp_path), "import", "hubspot", file, "--map", "x=propsal")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `proposal`?" in result.stderr


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("", "lost"),
        ("Price", "lost price"),
        ("Went with competitor", "lost went-with-competitor"),
        ("Price: too high for us", "lost price too high for us"),
        ("No. Budget!", "lost no-budget No. Budget!"),
        ("They chose a cheaper agency in the end", "lost other They chose a cheaper agency in the end"),
    ],
)
def test_a_lost_deal_has_its_reason(reason: str, line: str, tmp_path: Path) -> None:
    file = csv_file(tmp_path, f"{PIPES}1,Deal,Qualified,Lost,2026-11-02 09:00:00,2026-11-05 09:00:00,{reason}\n")
    assert lines(imported(ledger_in(tmp_path), "pipedrive", file))[-1] == f"2026-11-05 {line}"


def test_a_deal_that_closed_before_it_was_created_begins_when_it_closed(tmp_path: Path) -> None:
    file = csv_file(tmp_path, deals("1,Deal,Closed Won,100,2026-10-01,2026-11-02,,,"))
    assert lines(imported(ledger_in(tmp_path), "hubspot", file)) == ["2026-10-01 inquiry", "2026-10-01 won"]


def test_deals_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    rows = deals("1,Site,inquiry,,,2026-11-02,,,", "2,Site,inquiry,,,2026-11-02,,,", "3,Admin,inquiry,,,2026-11-02,,,")
    data = imported(ledger_in(tmp_path), "hubspot", csv_file(tmp_path, rows), "--write")
    assert [one["file"] for one in data["write"]] == ["leads/site-2.md", "leads/site-3.md", "leads/admin-2.md"]
    assert errors_in(tmp_path / "ledger") == []


def test_deals_of_one_name_are_told_apart_by_their_company_else_by_their_month(tmp_path: Path) -> None:
    rows = deals(
        "1,Retainer,inquiry,,,2026-11-02,,Acme,",
        "2,Retainer,inquiry,,,2026-11-03,,Bolt,",
        "3,Site,inquiry,,,2026-09-02,,Acme,",
        "4,Site,inquiry,,,2026-11-02,,Acme,",
        "5,Shop,inquiry,,,2026-11-02,,Acme,",
    )
    ledger = ledger_in(tmp_path, "opsledger.yaml\n    business: Fresh\n")
    imported(ledger, "hubspot", csv_file(tmp_path, rows), "--write")
    assert {lead.id: lead.name for lead in load(ledger).leads} == {
        "retainer-acme": "Retainer, Acme",
        "retainer-bolt": "Retainer, Bolt",
        "site-acme-sep-2026": "Site, Acme, Sep 2026",
        "site-acme-nov-2026": "Site, Acme, Nov 2026",
        "shop": "Shop",
    }


def test_an_unknown_stage_is_named_once_with_the_nearest_of_the_ledgers(tmp_path: Path) -> None:
    text = "opsledger.yaml\n    stages: {inquiry: 10%, conversation: 25%, proposal: 45%, verbal: 85%}\n"
    rows = deals(*(f"{number},Deal {number},Qualified To Buy,1,,2026-11-02,,," for number in (1, 2)))
    data = imported(ledger_in(tmp_path, text), "hubspot", csv_file(tmp_path, rows))
    said, known = data["notes"][1:]
    assert said.startswith("2 deals are in `Qualified To Buy`, which is not a stage here: if that is conversation,")
    assert known.startswith("the stages here are inquiry, conversation, proposal, verbal, won, lost or declined")


@pytest.mark.parametrize(
    ("source", "counts"),
    [
        ("Referrals", True),
        ("Empfehlung Müller", True),
        ("bouche-à-oreille", True),
        ("Recomendación", True),
        ("Word of Mouth", True),
        ("Paid search", False),
        ("preferral", False),
        ("", False),
    ],
)
def test_a_source_says_that_somebody_recommended_you(source: str, counts: bool) -> None:
    assert is_referral(source) is counts


def test_a_project_called_like_a_won_lead_is_that_leads() -> None:
    lead = (
        "leads/{0}.md\n    name: {1}\n    source: x\n    client: acme\n    - 2026-03-01 inquiry\n    - 2026-04-01 won\n"
    )
    project = "projects/p.md\n    name: retainer\n    client: acme\n    - 2026-08-01 booked\n"
    text = lead.format("a", "Retainer, acme") + lead.format("b", "Shop") + project
    standing = Standing(ledger_of(text), date(2026, 11, 20))
    (figure,) = (each for each in unstarted(standing) if each.name == "inflow.unstarted")
    assert figure.value == ["b"]


def test_a_deal_that_closed_since_is_told_of_and_the_lead_left_as_it_is(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    imported(ledger, "hubspot", csv_file(tmp_path, deals("1,Deal,proposal,,,2026-11-02,,,")), "--write")
    before = contents(ledger)
    later = csv_file(tmp_path, deals("1,Deal,Closed Won,,2026-11-09,2026-11-02,,,"))
    data = imported(ledger, "hubspot", later, "--write")
    assert reasons(data) == ["leads/deal.md is open and the deal won on 2026-11-09: say so in the lead's log"]
    assert contents(ledger) == before


def test_a_lead_tied_to_its_deal_by_hand_is_known(tmp_path: Path) -> None:
    text = "leads/quay.md\n    hubspot: 1\n    - 2026-11-02 in\n"
    file = csv_file(tmp_path, deals("1,Another name,proposal,,,2026-11-02,,,"))
    data = imported(ledger_in(tmp_path, text), "hubspot", file)
    assert (lines(data), data["there"]) == ([], 1)


def test_a_lead_that_cannot_be_read_stands_in_the_way(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    (ledger / "leads").mkdir()
    (ledger / "leads" / "quay.md").write_text("---\nname: [\n---\n")
    file = csv_file(tmp_path, deals("1,Deal,proposal,,,2026-11-02,,,"))
    result = run(ledger, "import", "hubspot", file, "--write")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leads/quay.md cannot be read" in result.stderr


def test_rows_that_are_no_deals_are_left_out(tmp_path: Path) -> None:
    rows = deals(
        ",No id,proposal,,,2026-11-02,,,",
        "2,,proposal,,,2026-11-02,,,",
        "3,No day,proposal,,,,,,",
        "4,Much,proposal,lots,,2026-11-02,,,",
        "5,Owed,proposal,-5,,2026-11-02,,,",
        "6,When,Closed Won,5,,2026-11-02,,,",
        "7,Dollars,proposal,5,,2026-11-02,,,USD",
    )
    data = imported(ledger_in(tmp_path), "hubspot", csv_file(tmp_path, rows))
    assert lines(data) == []
    assert [reason.partition(" (")[0] for reason in reasons(data)] == [
        "it has no ID",
        "it has no name",
        "it has no day of creation",
        "`lots` is not an amount of money",
        "its value `-5` is negative",
        "it is won, and the export does not say since when",
        "it is in USD, the ledger in EUR",
    ]


def test_the_source_is_the_files_or_the_one_that_is_given(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, deals("1,Deal,proposal,,,2026-11-02,,,"))
    imported(ledger, "hubspot", file, "--source", "trade fair", "--write")
    assert load(ledger).leads[0].source == "trade fair"


PIPEDRIVE = "ID,Title,Stage,Status,Value,Deal created,Won time,Lost time\n"


@pytest.mark.parametrize(
    ("status", "last", "reason"),
    [
        ("Open", '2026-10-02 verbal "Legal review" in Pipedrive, on a day that the export does not give', None),
        ("Won", "2026-11-02 won", None),
        ("Lost", "2026-11-03 lost", None),
        ("Deleted", None, "its status is `Deleted` (it should be open, won or lost)"),
    ],
)
def test_what_a_stage_is_mapped_to_does_not_open_a_closed_deal(
    status: str, last: str | None, reason: str | None, tmp_path: Path
) -> None:
    row = f"1,Deal,Legal review,{status},100,2026-10-02 10:00:00,2026-11-02 10:00:00,2026-11-03 10:00:00\n"
    file = csv_file(tmp_path, PIPEDRIVE + row)
    data = imported(ledger_in(tmp_path), "pipedrive", file, "--map", "Legal review=verbal")
    assert lines(data)[-1:] == ([last] if last else [])
    assert reasons(data) == ([reason] if reason else [])


@pytest.mark.parametrize("target", ["-", "declined"])
def test_a_closed_deal_is_left_out_or_declined_by_its_stage(target: str, tmp_path: Path) -> None:
    file = csv_file(tmp_path, f"{PIPEDRIVE}1,Deal,Legal review,Lost,100,2026-10-02,,2026-11-03\n")
    data = imported(ledger_in(tmp_path), "pipedrive", file, "--map", f"Legal review={target}")
    assert [line.split()[1] for line in lines(data)] == ([] if target == "-" else ["inquiry", "declined"])


@pytest.mark.parametrize(
    ("stage", "maps", "word"),
    [
        ("Closed won (Sales Pipeline)", (), "won"),
        ("Contract Sent (Sales Pipeline)", (), "verbal"),
        ("Legal review (Renewals)", ("--map", "Legal review=qualified"), "qualified"),
        ("Legal review (Renewals)", ("--map", "Legal review (Renewals)=verbal"), "verbal"),
    ],
)
def test_a_stage_is_met_with_its_pipeline_behind_it(
    stage: str, maps: tuple[str, ...], word: str, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, deals(f"1,Deal,{stage},100,2026-11-05,2026-11-02,,,"))
    assert lines(imported(ledger_in(tmp_path), "hubspot", file, *maps))[-1].split()[1] == word


def test_a_mapped_stage_that_no_deal_is_in_is_told_of(tmp_path: Path) -> None:
    file = csv_file(tmp_path, deals("1,Deal,Proposal,100,,2026-11-02,,,"))
    data = imported(ledger_in(tmp_path), "hubspot", file, "--map", "Propsal=verbal")
    assert data["notes"][1:] == ["--map names the stage `propsal`, but no deal is in it"]


def test_two_deals_with_one_id_are_told_of(tmp_path: Path) -> None:
    rows = deals("7,One,Proposal,100,,2026-11-02,,,", "7,Two,Proposal,100,,2026-11-02,,,")
    data = imported(ledger_in(tmp_path), "hubspot", csv_file(tmp_path, rows))
    assert [one["file"] for one in data["write"]] == ["leads/one.md"]
    assert reasons(data) == ["it has the ID of another before it: `One` (export.csv:2)"]


def test_an_id_that_a_spreadsheet_has_cut_is_none(tmp_path: Path) -> None:
    rows = deals("1.23E+11,One,Proposal,100,,2026-11-02,,,")
    data = imported(ledger_in(tmp_path), "hubspot", csv_file(tmp_path, rows))
    assert lines(data) == []
    assert "cut to `1.23E+11` by a spreadsheet" in reasons(data)[0]


@pytest.mark.parametrize("amount", ['"$1,200"', "1200 USD", "CHF 1200"])
def test_an_amount_in_another_currency_is_not_taken_for_the_ledgers(amount: str, tmp_path: Path) -> None:
    data = imported(
        ledger_in(tmp_path), "hubspot", csv_file(tmp_path, deals(f"7,One,Proposal,{amount},,2026-11-02,,,"))
    )
    assert lines(data) == []
    assert reasons(data)[0].endswith(", the ledger in EUR")


def test_a_stage_column_may_say_that_it_has_pipelines(tmp_path: Path) -> None:
    text = (
        PIPEDRIVE.replace("Stage", "Deal - Stage (pipeline)")
        + "1,Deal,Proposal Made (Pipeline),Open,100,2026-10-02,,\n"
    )
    data = imported(ledger_in(tmp_path), "pipedrive", csv_file(tmp_path, text))
    assert lines(data)[-1].startswith("2026-10-02 proposal")


def test_a_lead_that_was_deleted_comes_back_only_if_it_is_asked_for(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, deals("7,One,Proposal,100,,2026-11-02,,,"))
    imported(ledger, "hubspot", file, "--write")
    (ledger / "leads/one.md").unlink()
    later = imported(ledger, "hubspot", file)
    assert (lines(later), later["before"]) == ([], 1)
    assert [one["file"] for one in imported(ledger, "hubspot", file, "--again")["write"]] == ["leads/one.md"]


def test_a_lead_that_was_taken_back_is_taken_over_again(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, deals("7,One,Proposal,100,,2026-11-02,,,"))
    before = contents(ledger)
    imported(ledger, "hubspot", file, "--write")
    assert run(ledger, "undo").exit_code == 0
    assert contents(ledger) == before
    assert [one["file"] for one in imported(ledger, "hubspot", file)["write"]] == ["leads/one.md"]


def test_own_chances_and_days_of_decision_come_from_hubspot(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    csv = tmp_path / "deals.csv"
    csv.write_text(
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal probability\n"
        "1,Teal Boats,Qualified To Buy,4000,2026-12-31 10:00,2026-11-09 09:15,0.35\n"
        "2,Wren Bakery,Closed Won,900,2026-10-02 10:00,2026-09-09 09:15,1.0\n"
        "3,Fir Lodge,Qualified To Buy,4000,2026-12-31 10:00,2026-11-09 09:15,perhaps\n"
    )
    data = imported(ledger, "hubspot", str(csv), "--write")
    assert "chance: 35%\ndecision: 2026-12-31\n" in written(ledger, "teal-boats")
    assert "chance" not in written(ledger, "wren-bakery")
    assert "decision" not in written(ledger, "wren-bakery")
    assert reasons(data) == ["its probability `perhaps` is not a percentage"]
    assert errors_in(ledger) == []


def test_own_chances_and_days_of_decision_come_from_pipedrive(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    csv = tmp_path / "deals.csv"
    csv.write_text(
        "ID,Title,Stage,Status,Value,Deal created,Probability,Expected close date\n"
        "1,Teal Boats,Proposal Made,Open,4000,2026-11-09 09:15:00,20,2026-12-18\n"
        "2,Fir Lodge,Proposal Made,Open,4000,2026-11-09 09:15:00,150,\n"
    )
    data = imported(ledger, "pipedrive", str(csv), "--write")
    assert "chance: 20%\ndecision: 2026-12-18\n" in written(ledger, "teal-boats")
    assert reasons(data) == ["its probability `150` is not between 0 and 100 %"]


ACTIVE = (
    "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date,Associated Company,"
    "Last Activity Date,Next Activity Date\n"
    "1,Kiosk,Contract Sent,5000,2026-09-01,2026-10-15,Harbour Museum,2026-09-28 10:00,\n"
    "2,Shop,Contract Sent,9000,2026-10-12,2026-12-04,Kite & Co,2026-11-18 09:30,2026-12-01\n"
    "3,Old shop,Closed Won,4000,2025-02-01,2025-03-01,Kite & Co,2025-02-20,\n"
    "4,Tour,Appointment Scheduled,,2026-11-19,,Lotte,2026-11-19 16:20,\n"
)


def taken_over(folder: Path) -> Path:
    ledger = ledger_in(folder, "opsledger.yaml\n    kept_since: 2026-11-30\n")
    imported(ledger, "hubspot", csv_file(folder, ACTIVE), "--write")
    return ledger


def test_what_a_crm_knows_of_the_last_contact_becomes_a_line(tmp_path: Path) -> None:
    ledger = taken_over(tmp_path)
    assert written(ledger, "kiosk").partition("## Log\n\n")[2] == (
        "- 2026-09-01 inquiry\n"
        '- 2026-09-01 verbal "Contract Sent" in HubSpot, on a day that the export does not give\n'
        "- 2026-09-28 note last contact, as HubSpot has it\n"
    )
    assert written(ledger, "shop").endswith("- 2026-11-18 next 2026-12-01 next activity in HubSpot\n")
    assert "last contact" not in written(ledger, "old-shop")
    assert errors_in(ledger) == []


def test_silence_counts_from_the_last_contact(tmp_path: Path) -> None:
    ledger = taken_over(tmp_path)
    standing = Standing(load(ledger), date(2026, 11, 30))
    kiosk, shop = (standing.ledger.lead_by_id[name] for name in ("kiosk", "shop"))
    assert (kiosk.still_since, shop.still_since) == (date(2026, 9, 28), date(2026, 11, 18))
    assert chance_now(standing, kiosk) < chance_now(standing, shop)
    [figure] = stale(standing)
    assert figure.value == ["kiosk", "tour"]
    [repeated] = [one for one in NETWORK for one in one(standing) if one.name == "network.repeat"]
    assert isinstance(repeated.value, dict)
    assert repeated.value["leads"] == 1


def test_a_review_quotes_the_crms_words_and_no_days_that_it_does_not_know(tmp_path: Path) -> None:
    ledger = taken_over(tmp_path)
    told = run(ledger, "review", "--stdout", "--on", "2026-11-30").stdout
    assert "HubSpot has it at Contract Sent, the last contact was 63 days ago, they were to decide by" in told
    run(ledger, "log", "shop", "mail", "asked for the signed contract", "--on", "2026-11-30")
    later = run(ledger, "review", "--stdout", "--on", "2026-11-30").stdout
    assert "said yes" not in later  # the day of that stage is the deal's first, whatever was written since
    assert "Ask whether the contract for [Kiosk]" in told
    assert "| verbal (Contract Sent) | 5,000 EUR | at most 90 |" in told
    assert "last contact Mon 28 Sep" in told
    assert "| inquiry (Appointment Scheduled) | – | 11 |" in told
    assert "they said yes" not in told
