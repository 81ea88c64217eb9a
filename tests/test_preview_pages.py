"""What single live pages show of a ledger."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.figures.every import base_of, names_in
from opsledger.forecast.coming import forecast
from opsledger.forecast.what_if import parse_what_if
from opsledger.loading import load
from opsledger.measuring.every import MEASURES
from opsledger.measuring.titles import title_of
from opsledger.preview.editors import Editor
from opsledger.preview.site import TABS, Site
from opsledger.reviewing.cards import with_cards
from opsledger.values.written import write_share
from tests.cli_support import SAMPLE, write_ledger
from tests.ledger_text import DAY

SUPPOSED = ("summit-cycling=won", "velvet-records=lost", "off=2026-12-14/2026-12-18")
LEAD = "---\nname: Acme & <i>Sons</i>\nsource: mail\nvalue: 4000\n---\n\n## Log\n\n- 2026-11-02 inquiry\n"


def site_of(root: Path, day: date = DAY, editor: str = "vscode") -> Site:
    site = Site(Editor(editor))
    ledger = load(root)
    site.show(ledger, day, check(ledger, day))
    return site


@pytest.fixture(scope="module")
def sample() -> Site:
    return site_of(SAMPLE)


def text_of(page: str) -> str:
    """The words of a page's main part."""
    return " ".join(re.sub("<[^>]+>", " ", page.partition('<main id="main">')[2]).split())


def test_an_overdue_action_stands_first_and_a_settled_one_last(tmp_path: Path) -> None:
    decisions = (
        "- [ ] @sales Later due:2026-12-30\n- [x] @coo Settled done:2026-11-07\n"
        "- [ ] @sales Overdue due:2026-11-10\n- [ ] @ceo Soon due:2026-11-24\n- [ ] @ceo Some day\n"
    )
    review = f"---\non: 2026-11-06\n---\n\n## Decisions\n\n{decisions}"
    words = text_of(site_of(write_ledger(tmp_path, {"reviews/2026-11-06.md": review})).page("/actions").page)
    places = [words.index(f" {each} ") for each in ("Overdue", "Soon", "Later", "Some day", "Settled")]
    assert places == sorted(places)


def test_a_record_says_what_is_next_and_who_spoke_last(sample: Site) -> None:
    words = text_of(sample.page("/leads/summit-cycling.md").page)
    assert "Next, Tue 24 Nov: send the proposal You last wrote or called on Thu 29 Oct." in words
    assert "value 7,000 EUR hours 76 h" in words


def test_a_log_is_told_newest_first_with_its_own_words(tmp_path: Path) -> None:
    log = "- 2026-11-03 in they <b>rang</b>\n- 2026-11-05 out\n"
    page = site_of(write_ledger(tmp_path, {"leads/acme.md": LEAD + log})).page("/leads/acme.md").page
    events = re.findall(r"<p><b>(\w+)</b> ?(.*?)</p>", page)
    assert events == [("out", ""), ("in", "they &lt;b&gt;rang&lt;/b&gt;"), ("inquiry", "")]
    assert "<h1>Acme &amp; &lt;i&gt;Sons&lt;/i&gt;</h1>" in page


@pytest.mark.parametrize("path", [tab for tab in TABS if tab not in ("/forecast", "/figures")])
def test_every_number_of_a_table_leads_to_where_it_comes_from(path: str, sample: Site) -> None:
    """The forecast's numbers are at home on its own page, and figures stand there by name."""
    assert re.findall(r'<td class="right[^"]*">([^<]*\d[^<]*)</td>', sample.page(path).page) == []


def test_each_number_of_the_page_by_itself_has_a_card(sample: Site) -> None:
    """What a live page links to its figure opens the figure's card on a page that is sent by itself."""
    state = sample._now.state
    assert state is not None
    named = {unescape(name) for name in re.findall(r'href="/figures/([^"]+)"', sample.page("/").page)}
    cards = [card.name for card in with_cards(state.review, state.measured).figure_cards]
    assert len(cards) == len(set(cards))
    assert named - set(cards) == set()
    assert "forecast" in cards


def test_what_is_at_stake_leads_to_where_it_comes_from(sample: Site) -> None:
    page = sample.page("/").page
    stakes = re.findall(r"At stake: (?:about |the price, )?(.)", page)
    assert stakes
    assert set(stakes) == {"<"}


def test_the_answers_say_what_is_at_risk_and_which_month_they_mean(sample: Site) -> None:
    answers = sample.page("/").page.partition('<dl class="answers">')[2].partition("</dl>")[0]
    words = " ".join(re.sub("<[^>]+>", " ", answers).split())
    assert "4,010 EUR received in Oct, below your floor" in words
    assert "Promises 2 promises, both at risk" in words


def test_a_page_says_that_its_forecast_is_the_one_before(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    site = site_of(root)
    site.settle()
    assert "being worked out" not in site.page("/").page
    (root / "leads/acme.md").write_text(LEAD + "- 2026-11-03 won\n", encoding="utf-8")
    ledger = load(root)
    site.show(ledger, DAY, check(ledger, DAY))
    assert ("being worked out" in site.page("/").page) is not site.is_settled
    site.settle()
    assert "being worked out" not in site.page("/").page


def test_a_month_shows_its_lines_of_money_and_what_they_add_up_to(sample: Site) -> None:
    page = sample.page("/money/2026-10").page
    assert "6,410\N{NO-BREAK SPACE}EUR invoiced, 4,010\N{NO-BREAK SPACE}EUR received." in page
    assert len(re.findall(r'<td class="when">', page)) == 5
    assert 'href="/money/2026-10"' in sample.page("/money").page
    assert sample.page("/money/2020-01").status == 404


def test_a_project_of_ones_own_has_a_strip(sample: Site) -> None:
    own = sample.page("/projects").page.partition('id="own-title"')[2].partition("</section>")[0]
    assert '<svg class="chart wide strip"' in own
    assert "22 h left, 56 days to go." in re.sub("<[^>]+>", "", own).replace("\N{NO-BREAK SPACE}", " ")


def test_a_figure_of_which_nothing_is_known_says_what_it_means(tmp_path: Path) -> None:
    site = site_of(write_ledger(tmp_path, {}))
    shown = site.page("/figures/outflow.finish.acme")
    assert shown.status == 200
    assert "Nothing is recorded for it yet" in shown.page
    assert site.page("/figures/balance.nothing").status == 404


def test_a_client_says_what_they_paid_owe_and_took(sample: Site) -> None:
    words = text_of(sample.page("/clients/harbor-dental.md").page)
    assert "received 16,020 EUR owed 3,420 EUR worked 227.5 h" in words


def test_what_was_decided_today_is_shown_at_its_suggestion(tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    lines = re.findall(r'data-write="keep" data-line="([^"]+)"', site_of(root).page("/").page)
    kept, later = (unescape(line).removeprefix("- ") for line in (lines[0], lines[-1]))
    decisions = f"- {kept}\n- {later.replace('[ ]', '[-]')}\n"
    review = f"---\non: 2026-11-20\nminutes: 48m\n---\n\n## Decisions\n\n{decisions}"
    (root / "reviews/2026-11-20.md").write_text(review, encoding="utf-8")
    page = site_of(root).page("/").page
    assert re.findall(r'data-write="keep" data-line="([^"]+)"', page) == lines[1:-1]
    assert page.count('<span class="tag good">kept for Mon 23 Nov</span>') == 1
    assert page.count('<span class="tag">not now</span>') == 1
    assert "Noted: 48 minutes." in page
    assert 'data-minutes="48m"' in page


def test_records_lead_to_each_other_in_both_directions(sample: Site) -> None:
    project = sample.page("/projects/harbor-ortho-website.md").page
    assert 'client</span> <a href="/clients/harbor-dental.md">Harbor Dental</a>' in project
    client = sample.page("/clients/harbor-dental.md").page
    assert 'project</span> <a href="/projects/harbor-ortho-website.md">' in client


def test_a_record_in_a_folder_of_a_folder_leads_to_the_others(sample: Site) -> None:
    page = sample.page("/projects/2025/fern-shop.md").page
    assert 'href="/clients/fern-and-fable.md"' in page
    assert 'href="../' not in page


def test_a_client_shows_what_they_owe_and_when_they_were_last_heard_of(sample: Site) -> None:
    words = text_of(sample.page("/clients").page)
    assert "Lantern Theatre owes 2,040 EUR about 730 EUR of work still to do" in words
    assert "Last contact: 2 days ago (call). 6,120 EUR received since Jul 2026." in words


def test_money_adds_up_by_month_net_of_what_was_given_back(tmp_path: Path) -> None:
    lines = "".join(
        f"- {line}\n"
        for line in (
            "2026-09-30 booked",
            "2026-10-01 invoiced 1000",
            "2026-10-09 paid 1000",
            "2026-10-20 refunded 250",
            "2026-11-02 invoiced 600",
            "2026-11-03 credited 100",
        )
    )
    project = f"---\nname: Site\nclient: acme\nbilling: fixed\nprice: 1600\n---\n\n## Log\n\n{lines}"
    files = {"projects/site.md": project, "clients/acme.md": "---\nname: Acme\n---\n"}
    words = text_of(site_of(write_ledger(tmp_path, files)).page("/money").page)
    assert "Nov 2026, so far 500 EUR 0 EUR Oct 2026 1,000 EUR 750 EUR" in words
    assert "Site 750 EUR Fri 2 Oct" not in words
    assert "Site 750 EUR" in words


def test_a_tool_that_needs_a_look_stands_first(sample: Site) -> None:
    words = text_of(sample.page("/tools").page)
    assert words.index("look again") < words.index("Drawboard")
    assert "Cancelled: Slotly ." in words


def test_the_year_leads_to_its_quarters_and_has_no_other(sample: Site) -> None:
    page = sample.page("/year").page
    assert "Marketing pieces fell from 12 in Q1 to 3 in Q2." in page
    assert all(f'href="/year/{name}"' in page for name in ("2025", "2026", "2026-Q1", "2026-Q4"))
    assert "The first quarter of 2026" in sample.page("/year/2026-Q1").page
    assert [sample.page(f"/year/{name}").status for name in ("2027", "2026-Q5", "x")] == [404, 404, 404]


@pytest.mark.parametrize("path", ["/actions", "/clients", "/money", "/tools", "/year"])
def test_an_empty_ledger_says_what_to_write(path: str, tmp_path: Path) -> None:
    shown = site_of(write_ledger(tmp_path, {})).page(path)
    assert shown.status == 200
    assert "<table>" not in shown.page


def test_obsidian_opens_the_file(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    page = site_of(root, editor="obsidian").page("/leads/acme.md").page
    assert f'href="obsidian://open?path=/{str(root).lstrip("/")}/leads/acme.md"' in page


def test_what_is_supposed_changes_the_forecast_as_the_command_would(sample: Site) -> None:
    asked = "with=summit-cycling%3Dwon&with=velvet-records%3Dlost&off.first=2026-12-14&off.last=2026-12-18"
    page = sample.page("/forecast", asked).page
    assert '<h2 id="coming-title">What if?</h2>' in page
    found = forecast(load(SAMPLE), DAY, 12, [parse_what_if(text) for text in SUPPOSED])
    chances = [write_share(week.famine).removesuffix(" %") for week in found.weeks if week.famine is not None]
    said = [text.removesuffix(" %") for text in re.findall(r'class="small middle[^"]*"[^>]*>(\d+ %)</text>', page)]
    assert said[: len(chances)] == chances
    assert "--with summit-cycling=won --with velvet-records=lost --with off=2026-12-14/2026-12-18" in page
    assert 'value="summit-cycling=won" aria-label="Summit Cycling won" checked' in page
    assert 'value="velvet-records=lost" aria-label="Velvet Records lost" checked' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("with=nobody%3Dwon", "There is no lead `nobody` on 2026-11-20"),
        ("with=%3Cb%3E", "`&lt;b&gt;` is not a what-if"),
        ("off.first=2026-12-18&off.last=2026-12-14", "before"),
        ("&".join(f"with=x{number}%3Dwon" for number in range(90)), "Try at most 60 things at once."),
        ("&".join(f"a{number}=1" for number in range(2000)), "The address has too many parts."),
        ("summit-cycling%3Dstart%40=2026-01-01", "is not after 2026-11-20"),
    ],
)
def test_what_cannot_be_supposed_is_said_beside_the_forecast_as_it_stands(query: str, said: str, sample: Site) -> None:
    shown = sample.page("/forecast", query)
    assert shown.status == 200
    assert said in shown.page
    assert "When does the work run out?</h2>" in shown.page


def test_no_other_page_takes_a_question(sample: Site) -> None:
    assert sample.page("/actions", "with=x%3Dwon") == sample.page("/actions")


def test_sixty_leads_stay_few_on_a_page_and_no_page_is_large(tmp_path: Path) -> None:
    files = {f"leads/lead-{number}.md": LEAD.replace("4000", str(1000 + number)) for number in range(60)}
    files["projects/quay.md"] = "---\nname: Quay\nbilling: fixed\nestimate: 20h\n---\n## Log\n- 2026-11-02 started\n"
    site = site_of(write_ledger(tmp_path, files))
    review = site.page("/").page
    waiting = review.partition("Who is waiting, and for what?")[2].partition("<h4>The other open leads</h4>")
    assert waiting[0].count('<p class="head">') == 10
    assert waiting[2].count('href="/leads/') >= 50
    first, _, rest = site.page("/forecast").page.partition("50 more open leads</summary>")
    assert first.count('won" aria-label') == rest.count('won" aria-label') - 40 == 10
    sizes = {path: len(site.page(path).page.encode()) for path in TABS}
    assert {path: size for path, size in sizes.items() if size > 300_000} == {}


def test_a_figure_is_called_by_what_people_call_it_and_its_parts_have_units(sample: Site) -> None:
    page = sample.page("/figures/money.outstanding").page
    assert "<h1>Owed by clients</h1>" in page
    assert "<dt>amount</dt><dd>5,460 EUR</dd>" in page
    assert "<dt>oldest days</dt><dd>21 days</dd>" in page


@pytest.mark.parametrize("name", [name for measure in MEASURES for name in names_in(measure)])
def test_every_figure_has_a_name_of_its_own(name: str) -> None:
    assert title_of(name) != base_of(name).replace(".", ": ").replace("_", " ")
