"""The conversation of `opsledger take-stock`: one part after the other, each answer written as it is understood."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from opsledger.cli import stock_questions as questions
from opsledger.cli.conversation import Conversation, GoBack
from opsledger.cli.edits import chosen_id, survey_ledger
from opsledger.cli.output import tell
from opsledger.values.written import count_of, listed

if TYPE_CHECKING:
    from opsledger.capturing.facts import Facts
    from opsledger.capturing.stock_jobs import Answered
    from opsledger.capturing.stock_missing import JobLacking
    from opsledger.models.leads import Lead
    from opsledger.models.projects import Project


class StockTaking(Conversation):
    """One conversation about a ledger. asked_last: the name of the last inquiry that was typed."""

    asked_last = ""

    def ask(self) -> None:
        """Ask one part after the other. What is written stays if somebody breaks off."""
        tell("One line for each answer, in your own words. Enter goes on; `undo` takes the last answer back.")
        try:
            parts = (self._lacking, self._jobs, self._invoices, self._leads, self._days_off, self._money)
            while self.part < len(parts):
                try:
                    parts[self.part]()
                except GoBack as back:
                    self.part = back.part
                else:
                    self.part += 1
        except click.Abort:
            tell("")
            if self.written:
                tell("What is written stays; `opsledger take-stock` goes on.")
            raise
        tell("")
        many = f"{count_of(self.written, 'answer')} written. `opsledger undo` takes back the last one."
        tell(many if self.written else "Nothing was written.")
        tell("Now: opsledger review --html")

    def _lacking(self) -> None:
        """Ask of each job in the ledger what it lacks."""
        from opsledger.capturing.stock_jobs import as_hours
        from opsledger.capturing.stock_missing import BILLED, example_of, jobs_lacking

        def ask(asked: JobLacking) -> None:
            project, lacking = asked
            whose = f" for {project.client.id}" if project.client else ""
            lacks = tuple(one for one in lacking if one != BILLED)
            if lacks:
                example = example_of(lacks, self.day, project.price)
                self.say(f"{project.title}{whose}: {listed(lacks)}? Such as: {example}")
                self.one(project.title, lambda text: self._more_said(project, as_hours(text, lacks)))
            if BILLED in lacking:
                self.say(f"{project.title}{whose}:")
                self.write(f"invoiced of {project.title}", partial(self._billed_of, project))

        self.each(jobs_lacking(self.standing()), ask)

    def _more_said(self, project: Project, text: str) -> Answered:
        """What a line says of a job in the ledger, with its name in front or without."""
        from opsledger.capturing.fact_reading import read_answer
        from opsledger.capturing.piece_hours import job_at_front

        named = job_at_front(text, [project])
        facts = read_answer(named.rest if named else text, self.known)
        self.tell_unsaid([word for word in facts.said if word != "all"])
        return self._more_of(project, facts)

    def _more_of(self, project: Project, facts: Facts) -> Answered:
        """What else is said of a job in the ledger; asks before it gives another price than the one that is known."""
        from opsledger.capturing.piece_hours import price_replaced, with_piece_hours, without_price
        from opsledger.capturing.stock_jobs import more_of_job

        facts = with_piece_hours(facts, self.standing().client_projects, project)
        if replaced := price_replaced(project, facts):
            was, new = replaced
            is_meant = self.confirmed(f"{project.title} is priced at {was}. Change it to {new}?")
            facts = facts if is_meant else without_price(facts)
        return more_of_job(project, facts, self.day, self.known.currency, self._terms)

    def _billed_of(self, project: Project, _: str) -> Answered:
        """What was invoiced so far of a project in the ledger, asked."""
        from opsledger.capturing.facts import Facts
        from opsledger.capturing.stock_jobs import already_said, more_of_job

        billed = self._ask_billing(already_said(project)).billed
        return more_of_job(project, Facts(billed=billed), self.day, self.known.currency, self._terms)

    def _with_billing(self, facts: Facts, done: int | None) -> Facts:
        """A job with what was invoiced of it so far, asked for if it began and does not say that. done: in minutes."""
        from opsledger.capturing.stock_billing import billing_lines, is_begun

        found = billing_lines(facts, self.day, self._terms, self.known.currency)
        is_known = facts.billed.is_none or bool(found.lines) or not is_begun(facts, done, self.day)
        return facts if is_known and not found.unclear else self._ask_billing(facts)

    def _ask_billing(self, facts: Facts) -> Facts:
        """A job with what was invoiced of it so far: asked until it is understood, Enter for nothing."""
        from dataclasses import replace

        from opsledger.capturing.said_money import SaidBilling, read_billing
        from opsledger.capturing.stock_billing import billing_lines

        nothing = replace(facts, billed=SaidBilling(is_none=True, rhythm=facts.billed.rhythm))
        sent, paid = self.day - timedelta(days=60), self.day - timedelta(days=46)
        while typed := self.follow_up(
            f"  Invoiced so far? (1500 on {sent:%-d %b}, paid {paid:%-d %b}; Enter: nothing)"
        ):
            billed = read_billing(typed, self.known.currency, self.day)
            if billed is None:
                tell(f"  Not understood: {typed}")
                continue
            asked = replace(facts, billed=facts.billed.beside(billed))
            unclear = billing_lines(asked, self.day, self._terms, self.known.currency).unclear
            if not unclear:
                return asked
            tell(f"  Still unknown: {listed(unclear)}.")
        return nothing

    @property
    def _terms(self) -> int:
        return self.opened.ledger.settings.terms

    def _jobs(self) -> None:
        from opsledger.capturing.stock_missing import running

        there = [project.title for project in running(self.standing())]
        self.say(*questions.about_jobs(self.day), f"Written down already: {listed(there, 8)}." if there else "")
        for text in self.typed("Job"):
            self.write(text, self._job)

    def _job(self, text: str) -> Answered | None:
        """A job that was typed, after questions for what it does not say. Raises Misread."""
        from opsledger.capturing.fact_reading import facts_in, read_answer
        from opsledger.capturing.facts import Facts
        from opsledger.capturing.piece_hours import job_at_front, job_called, with_piece_hours
        from opsledger.capturing.stock_jobs import as_agreed, as_hours, hours_said, new_job, unknown_of
        from opsledger.capturing.stock_missing import running

        runs, jobs = running(self.standing()), self.standing().client_projects
        if named := job_at_front(text, runs):
            return self._more_said(named.project, named.rest)
        facts, more = facts_in(text, self.known), Facts()
        if not facts.name:
            return None
        self.tell_unsaid(facts.said)
        if project := job_called(facts.name, runs, facts.client):
            return self._more_of(project, facts)
        facts = with_piece_hours(facts, jobs)
        if unknown := unknown_of(facts, self.day):
            tell(f"  Still unknown: {listed(unknown)}. Enter leaves that open.")
            answer = as_agreed(as_hours(self.follow_up(f"  {facts.name}"), unknown), unknown, self.day)
            more = read_answer(answer, self.known)
            self.tell_unsaid([word for word in more.said if word != "all"])
            if more.pieces.pace:
                facts = with_piece_hours(facts.beside(Facts(pieces=more.pieces)), jobs)
        hours = hours_said(facts, self.day, more)
        return new_job(survey_ledger(self.ctx), self._with_billing(facts.beside(more), hours.done), hours, self.day)

    def _invoices(self) -> None:
        from opsledger.figures.debts import open_bills
        from opsledger.values.written import write_money

        there = [
            f"{write_money(bill.left, self.known.currency)} of {bill.client}" for bill in open_bills(self.standing())
        ]
        known = f"Written down already: {listed(there, 6)}. Is one paid? Such as: NAME paid 20 Nov" if there else ""
        self.say(*questions.about_invoices(self.day), known)
        for text in self.typed("Invoice"):
            self.write(text, self._invoice)

    def _invoice(self, text: str) -> Answered | None:
        from opsledger.capturing.fact_reading import facts_in, read_answer
        from opsledger.capturing.stock_invoices import (
            invoice_edits,
            payment_edits,
            payment_of,
            projects_meant,
            refuse_unsent,
            unknown_of_invoice,
            with_answer,
        )
        from opsledger.figures.debts import open_bills
        from opsledger.values.misread import Misread

        known = self.known._replace(is_invoice=True)
        facts = facts_in(text, known)
        if not facts.name:
            raise Misread(f"`{text}` does not say who owes it", "begin with the client, such as `Marsh House, 2300`")
        refuse_unsent(facts, self.day)
        self.tell_unsaid(facts.said)
        if payment := payment_of(facts):
            return payment_edits(open_bills(self.standing()), payment, known.currency, self.day)
        while unknown := unknown_of_invoice(facts):
            tell(f"  Still unknown: {listed(unknown)}.")
            typed = self.follow_up(f"  {facts.name}")
            if not typed and not facts.amount:
                return None
            if not typed:
                break
            facts = with_answer(facts, read_answer(typed, known))
        survey = survey_ledger(self.ctx)
        meant = projects_meant(survey, facts)
        project = meant[0] if len(meant) == 1 else None
        if len(meant) > 1:
            name = chosen_id(facts.name, [one.id for one in meant])
            project = next(one for one in meant if one.id == name)
        return invoice_edits(survey, facts, project, self.day)

    def _leads(self) -> None:
        from opsledger.capturing.stock_missing import open_leads

        self._lacking_leads()
        there = [lead.title for lead in open_leads(self.standing())]
        self.say(*questions.about_leads(self.day), f"Written down already: {listed(there, 8)}." if there else "")
        for text in self.typed("Inquiry"):
            self.write(text, self._lead)

    def _lacking_leads(self) -> None:
        """Ask of each lead that a CRM brought what its export does not know."""
        from opsledger.capturing.lead_reading import read_lead_answer
        from opsledger.capturing.stock_leads import more_of_lead
        from opsledger.capturing.stock_missing import leads_lacking

        stages = tuple(self.opened.ledger.settings.stages)
        leads = leads_lacking(self.standing())
        if leads:
            self.say(*questions.about_open_leads(self.day))

        def ask(lead: Lead) -> None:
            self.one(
                f"{lead.title} ({lead.stage})",
                lambda text: more_of_lead(lead, read_lead_answer(text, self.known, stages), self.known),
            )

        self.each(leads, ask)

    def _lead(self, text: str) -> Answered | None:
        from opsledger.capturing.lead_reading import read_lead, read_lead_answer, with_day
        from opsledger.capturing.stock_leads import lead_edits, lead_named

        survey, stages = survey_ledger(self.ctx), tuple(self.opened.ledger.settings.stages)
        said = read_lead(text, self.known, stages, self.asked_last)
        if not said.name:
            return None
        self.asked_last = said.name
        if not said.is_dated and not (said.value and not said.lines and lead_named(survey, said.name)):
            example = f"{self.day - timedelta(days=6):%-d %b}, or: I wrote {self.day - timedelta(days=5):%-d %b}"
            typed = self.follow_up(f"  When did they last write, or you? ({example})", "today")
            said = with_day(said, read_lead_answer(typed, self.known, stages))
        return lead_edits(survey, said, self.known, self.standing().client_projects)

    def _days_off(self) -> None:
        from opsledger.capturing.stock_money import read_days_off, told_of_days
        from opsledger.editing.settings_line import time_off_edit
        from opsledger.models.settings import FILE
        from opsledger.values.misread import Misread

        self.say(*questions.about_days_off(self.day))
        for text in self.typed("Days off"):
            with self.told_misread():
                off = read_days_off(text, self.day)
                edit = time_off_edit(survey_ledger(self.ctx).settings_source, off.days)
                if edit is None:
                    raise Misread(
                        f"{FILE} has `time_off` in a form that only an editor should change", f"add {off.days[0]}"
                    )
                self.carry_out([], text, told_of_days(off.days, self.day), [edit])
                self.tell_unsaid(off.unclear)

    def _money(self) -> None:
        from opsledger.capturing.stock_money import read_balance, told_of_balance
        from opsledger.editing.adding import AddLines
        from opsledger.reading.kinds import ACCOUNT
        from opsledger.values.written import write_date, write_money

        known = [line for account in self.standing().ledger.account for line in account.lines("balance")]
        there = [f"{write_money(one.amount, self.known.currency)} on {write_date(one.day, self.day)}" for one in known]
        self.say(*questions.about_money(self.day), f"Written down already: {there[-1]}." if there else "")
        for text in self.typed("In the bank"):
            with self.told_misread():
                lines = read_balance(text, self.known)
                add = AddLines(ACCOUNT.file, "Log", tuple(f"{self.day} {line}" for line in lines), "## Log\n")
                self.carry_out([add], text, told_of_balance(lines, self.known.currency))
                return
