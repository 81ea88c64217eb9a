"""The live pages: which there are, and rendering one for the state of the ledger that is shown."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import date
from html import unescape
from threading import Lock
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.forecast.recalled import forecast_at_hand, kept_forecast
from opsledger.models.ledger import Ledger
from opsledger.patterns import pattern
from opsledger.preview.context import Bar, Tab
from opsledger.preview.editors import Editor, Opening
from opsledger.preview.pages.actions import actions_view
from opsledger.preview.pages.figures import figure_areas, figure_view, figures_below, unmeasured
from opsledger.preview.pages.forecast import SupposedThere, forecast_view, supposed_by
from opsledger.preview.pages.means import means_view
from opsledger.preview.pages.money import money_view, month_view
from opsledger.preview.pages.people import people_view
from opsledger.preview.pages.records import record_view
from opsledger.preview.pages.today import today_view
from opsledger.preview.pages.year import year_view
from opsledger.preview.state import State
from opsledger.preview.views import board, faults, file_view, jobs, week_view
from opsledger.reading.kinds import REVIEW
from opsledger.rendering.html import LIVE
from opsledger.rendering.quarantine import QUARANTINE
from opsledger.rendering.templates import PAGE_TEMPLATE, TemplateFault, render_template
from opsledger.values.days import Week, read_week
from opsledger.values.misread import Misread

FORECAST = "forecast"
# Pages that show nothing of the review, as those of records and files: they come at once, before it is built.
_WITHOUT_REVIEW = frozenset(("/actions", "/clients", "/time", "/figures", "/checks"))
TABS = {
    "/": "Review",
    "/forecast": "Forecast",
    "/actions": "Actions",
    "/pipeline": "Pipeline",
    "/projects": "Projects",
    "/clients": "Clients",
    "/money": "Money",
    "/time": "Time",
    "/year": "Year",
    "/tools": "Tools",
    "/figures": "Figures",
    "/checks": "Checks",
}
# The tab under which the pages of a folder's records stand.
_TAB_OF = {
    "/leads": "/pipeline",
    "/contacts": "/clients",
    "/team": "/tools",
    "/weeks": "/time",
    "/reviews": "/actions",
}
# What a live page may do beyond showing itself: its own script, and asking this server for news.
POLICY = {"script-src": "'self'", "connect-src": "'self'"}
# What a template leaves open: the token of whoever may write, and the marks of the files that can be written to.
NO_TOKEN = ' data-token="">'
_NO_MARK = pattern(r'data-file="([^"]*)" data-sha=""')
_MOST_KEPT = 64


class ShownPage(NamedTuple):
    """An answer: its status, and the page."""

    status: int
    page: str


class _Moment(NamedTuple):
    """What is shown: the state of the ledger, its day and name, and why it is an old one or none.

    is_settling: its forecast is still the one before.
    """

    state: State | None
    day: date
    fault: str | None
    seen: str
    is_settling: bool = False


class Site:
    """The pages of the latest state. All methods may be called by any thread."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self._lock = Lock()
        self._measuring = Lock()
        self._supposing = Lock()
        self._is_closed = False
        self._name = secrets.token_hex(4)  # another server's pages are never taken for these
        self._shown = 0
        self._now = _Moment(None, date.min, "the ledger has not been read yet", f"{self._name}-0")
        self._kept: dict[str, Future[ShownPage]] = {}
        self.is_settled = True

    @property
    def seen(self) -> str:
        """The name of the state that is shown."""
        return self._now.seen

    def show(
        self, ledger: Ledger | None, day: date, problems: tuple[Diagnostic, ...] = (), fault: str | None = None
    ) -> None:
        """Show another state from now on. fault: why the ledger is an old one, or why there is none.

        A forecast that would have to be drawn is put off, and the last one is shown until `settle`.
        """
        forecast, track_record = forecast_at_hand(ledger, day) if ledger is not None else None, None
        with self._lock:
            self.is_settled = ledger is None or forecast is not None
            last = self._now.state
            if not self.is_settled and last is not None and last.day == day:
                forecast, track_record = last.forecast, last.known_record
            shown = State(ledger, day, problems, self.editor, forecast, track_record) if ledger is not None else None
            self._show(shown, day, fault)

    def settle(self) -> bool:
        """Draw the forecast that was put off, and show it; whether there was one. Pages are shown meanwhile."""
        state = self._now.state
        if self.is_settled or state is None:
            return False
        self.page("/")  # first, since drawing takes the processor from it
        forecast = kept_forecast(state.ledger, state.day)
        settled = State(state.ledger, state.day, state.problems, self.editor, forecast)
        settled.review  # noqa: B018 - built, and its forecast scored, before it is shown
        with self._lock:
            self.is_settled = True
            self._show(settled, state.day, self._now.fault)
        return True

    def _show(self, state: State | None, day: date, fault: str | None) -> None:
        self._shown += 1
        self._kept = {}
        self._now = _Moment(state, day, fault, f"{self._name}-{self._shown}", not self.is_settled)

    def page(self, path: str, query: str = "") -> ShownPage:
        """The page at a path, made once for a state. One whose template takes long keeps no other waiting.

        query: what the forecast's page is asked to suppose; no other page takes one.
        """
        query = query if path.strip("/") == FORECAST else ""
        name = f"{path}?{query}"
        with self._lock:
            now, found = self._now, self._kept.get(name)
            is_mine = found is None
            if found is None:
                found = Future()
                if not query and len(self._kept) < _MOST_KEPT:
                    self._kept[name] = found
        if is_mine:
            try:
                found.set_result(self._rendered(now, path, query))
            except BaseException as fault:
                found.set_exception(fault)
                raise
        return found.result()

    def close(self) -> None:
        """Make no other page, and end the one that is being made."""
        self._is_closed = True
        QUARANTINE.interrupt()

    def _rendered(self, now: _Moment, path: str, query: str) -> ShownPage:
        state = now.state
        if state is None or self._is_closed:
            return _message(now, 503, "There is no ledger to show", now.fault or "")
        try:
            with self._supposing:  # not while measuring: the other pages need not wait for it
                supposed = supposed_by(state, query)
            with self._measuring:
                found = _context(state, path, supposed)
                own = _own(now, state, path) if found else {}
            if found is None:
                return _message(now, 404, "There is no such page", f"There is nothing at {path}.")
            template, context = found
            page = render_template(template, {**own, **context}, state.ledger.root, POLICY)
            return ShownPage(200, _NO_MARK.sub(lambda found: _marked(state, found[1]), page))
        except TemplateFault as fault:
            return _message(now, 500, "A template cannot be used", str(fault))
        except Exception as fault:  # noqa: BLE001 - the other pages stay, and the next save may be the remedy
            return _message(now, 500, "A fault in the program itself", f"{type(fault).__name__}: {fault}")


def _message(now: _Moment, status: int, title: str, text: str) -> ShownPage:
    """A page that says why there is no other, by the shipped templates."""
    context = {"bar": _bar(now, ""), "title": title, "text": text}
    return ShownPage(status, render_template("live-message.html", context, None, POLICY))


def _bar(now: _Moment, path: str) -> Bar:
    state = now.state
    errors = sum(problem.is_error for problem in state.problems) if state else 0
    here = f"/{path.strip('/').partition('/')[0]}"
    here = _TAB_OF.get(here, here)
    tabs = (
        Tab(address, text, here == address, errors if address == "/checks" else 0) for address, text in TABS.items()
    )
    business = (state.ledger.settings.business if state else None) or "OpsLedger"
    roles = state.ledger.settings.roles if state else ()
    review = _review_file(state, now.day) if state else ""
    return Bar(business, now.day, tuple(tabs), now.seen, errors, now.fault, roles, review, now.is_settling)


def _review_file(state: State, day: date) -> str:
    """The file of the day's review, or the one that it will be."""
    found = (review.file for review in state.ledger.fortnights if review.on == day)
    return next(found, f"{REVIEW.folder}/{day}.md")


def _own(now: _Moment, state: State, path: str) -> dict[str, object]:
    """What every page of a ledger is given."""
    opens = Opening(state.editor, state.ledger.root)
    first = f"/{path.strip('/').partition('/')[0]}"
    is_short = first in _WITHOUT_REVIEW or first not in TABS
    review = state.heading if is_short and not state.has_templates else state.review
    return {"bar": _bar(now, path), "review": review, "ledger_folder": LIVE, "opens": opens}


def _marked(state: State, file: str) -> str:
    """The attributes that say which file can be written to, and which state of it is shown."""
    return f'data-file="{file}" data-sha="{state.mark(unescape(file))}"'


def _context(state: State, path: str, supposed: SupposedThere) -> tuple[str, Mapping[str, object]] | None:
    """The template of a path and what it is given; None if nothing is there."""
    first, _, rest = path.strip("/").partition("/")
    if not rest and first in _PAGES:
        return _PAGES[first](state)
    if first == FORECAST and not rest:
        return "live-forecast.html", {"forecast": forecast_view(state, supposed)}
    if first == "time":
        try:
            return "live-time.html", {"week": week_view(state, read_week(rest))}
        except Misread:
            return None
    if first == "money":
        month = month_view(state, rest)
        return ("live-money.html", {"money": month}) if month else None
    if first == "year":
        return year_view(state, rest)
    if first == "figures":
        return _figure_page(state, rest)
    record = record_view(state, path.removeprefix("/"))
    if record is not None:
        return "live-record.html", {"record": record}
    file = file_view(state, path.removeprefix("/"))
    return ("live-file.html", {"file": file}) if file else None


def _figure_page(state: State, name: str) -> tuple[str, Mapping[str, object]] | None:
    """A figure's page, or the one of all that have a name in common."""
    figure = state.figures.get(name)
    below = None if figure else figures_below(state, name)
    if below:
        return "live-figures.html", {"areas": (below,), "all": False}
    figure = figure or unmeasured(name)
    return ("live-figure.html", {"figure": figure_view(state, figure)}) if figure else None


_PAGES: dict[str, Callable[[State], tuple[str, Mapping[str, object]]]] = {
    "": lambda state: (PAGE_TEMPLATE, {"today": today_view(state)}),
    "actions": lambda state: ("live-actions.html", {"actions": actions_view(state)}),
    "clients": lambda state: ("live-people.html", {"people": people_view(state)}),
    "money": lambda state: ("live-money.html", {"money": money_view(state)}),
    "tools": lambda state: ("live-means.html", {"means": means_view(state)}),
    "pipeline": lambda state: ("live-pipeline.html", {"columns": board(state)}),
    "projects": lambda state: ("live-projects.html", {"jobs": jobs(state)}),
    "time": lambda state: ("live-time.html", {"week": week_view(state, Week.of(state.day))}),
    "figures": lambda state: ("live-figures.html", {"areas": figure_areas(state), "all": True}),
    "checks": lambda state: ("live-checks.html", {"faults": faults(state)}),
}
