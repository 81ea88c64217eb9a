"""The reports that time trackers export as CSV: which columns they have, under the names that each of them gives.

They are the *detailed* reports, with one row a time entry; a summary says neither day nor text. Columns that the ledger
has no place for (tags, rates, amounts) are not read.
"""

from __future__ import annotations

from typing import NamedTuple

from opsledger.importing.sheet import Columns

# German, French, Spanish and Portuguese; read without accents and case.
IN_OTHER_LANGUAGES: Columns = {
    "person": (
        "Do utilizador",
        "Benutzer",
        "Benutzername",
        "Mitglied",
        "Utilisateur",
        "Membre",
        "Usuario",
        "Miembro",
        "Membro",
    ),
    "first_name": ("Vorname", "Prénom", "Nombre", "Nome"),
    "last_name": ("Nachname", "Nom", "Apellido", "Apellidos", "Sobrenome", "Apelido"),
    "client": ("Kunde", "Client", "Cliente"),
    "project": ("Projekt", "Projet", "Proyecto", "Projeto"),
    "code": (
        "Projektcode",
        "Projekt-Code",
        "Code projet",
        "Code du projet",
        "Código del proyecto",
        "Código do projeto",
    ),
    "task": ("Aufgabe", "Tâche", "Tarea", "Tarefa"),
    "text": ("Beschreibung", "Notizen", "Description", "Notes", "Descripción", "Notas", "Descrição", "Observações"),
    "day": (
        *("Startdatum", "Anfangsdatum", "Datum", "Date de début", "Date", "Fecha de inicio", "Fecha inicial", "Fecha"),
        *("Fecha de comienzo", "Fecha inicio", "Data de início", "Data inicial", "Data"),
    ),
    "start": (
        *("Startzeit", "Anfangszeit", "Beginn", "Heure de début", "Hora de inicio", "Hora inicial"),
        *("Hora de comienzo", "Hora inicio", "Hora de início"),
    ),
    "end_day": (
        *("Enddatum", "Stoppdatum", "Date de fin", "Date d'arrêt", "Fecha de finalización", "Fecha de fin"),
        *("Fecha final", "Fecha fin", "Data final", "Data de término", "Data de fim", "Data de conclusão"),
    ),
    "end": (
        *("Endzeit", "Endzeitpunkt", "Stoppzeit", "Ende", "Heure de fin", "Heure d'arrêt", "Hora de finalización"),
        *("Hora de fin", "Hora final", "Hora fin", "Hora de término", "Hora de fim", "Hora de conclusão"),
    ),
    "span": (
        *(
            "Dauer (h)",
            "Dauer",
            "Dauer (dezimal)",
            "Dauer (Dezimalzahl)",
            "Stunden",
            "Zeit (h)",
            "Durée (h)",
            "Durée",
            "Durée (décimal)",
        ),
        *("Durée (décimale)", "Heures", "Temps (h)", "Duración (h)", "Duración", "Duración (decimal)", "Horas"),
        *("Tiempo (h)", "Duração (h)", "Duração", "Duração (decimal)", "Tempo (h)"),
    ),
    "billable": (
        *("Abrechenbar", "Abrechenbar?", "Verrechenbar", "Facturable", "Facturable ?", "Facturable?"),
        *("Faturável", "Faturável?"),
    ),
}


class TimeReport(NamedTuple):
    """A report: the format's name, what it is called for people, its columns by meaning, and those it has to have.

    tells_columns: whether the user is told which column was read as what.
    """

    format: str
    title: str
    columns: Columns
    needed: tuple[tuple[str, ...], ...]
    tells_columns: bool = False
    in_other_languages: Columns = IN_OTHER_LANGUAGES

    @property
    def spellings(self) -> Columns:
        """The columns by meaning, under their names in other languages too."""
        return {meaning: (*names, *self.in_other_languages.get(meaning, ())) for meaning, names in self.columns.items()}


TOGGL = TimeReport(
    "toggl",
    "Toggl Track's detailed report",
    # Reports > Detailed > Export > CSV. Until 2023 `User … End date,End time`; since then `Member` or `User`, `Stop
    # date,Stop time`, in the user's own order.
    {
        "person": ("User", "Member"),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "text": ("Description", "Time entry"),
        "day": ("Start date",),
        "start": ("Start time",),
        "end_day": ("End date", "Stop date"),
        "end": ("End time", "Stop time"),
        "span": ("Duration",),
        "billable": ("Billable",),
    },
    (("day",), ("project", "text"), ("end", "span")),
)
CLOCKIFY = TimeReport(
    "clockify",
    "Clockify's detailed report",
    # Reports > Detailed > Export > Save as CSV. Dates and times as the profile has them; a workspace that tracks
    # durations alone exports no times.
    {
        "person": ("User",),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "text": ("Description",),
        "day": ("Start Date", "Date"),
        "start": ("Start Time",),
        "end_day": ("End Date",),
        "end": ("End Time",),
        "span": ("Duration (h)", "Duration (decimal)", "Time (h)", "Time (decimal)", "Duration"),
        "billable": ("Billable",),
    },
    (("day",), ("project", "text"), ("span", "end")),
)
HARVEST = TimeReport(
    "harvest",
    "Harvest's detailed time report",
    # Reports > Detailed time > Export > CSV. Hours without times of day; dates and the decimal sign as the account
    # has them. `Hours` is what was tracked, `Hours Rounded` what is billed.
    {
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "client": ("Client",),
        "project": ("Project",),
        "code": ("Project Code",),
        "task": ("Task",),
        "text": ("Notes",),
        "day": ("Date",),
        "span": ("Hours",),
        "billable": ("Billable?",),
    },
    (("day",), ("project",), ("span",)),
)

TABLE = TimeReport(
    "csv",
    "a table of time",
    # Any table with a row an entry: its columns are given with --column, or known by one of these names.
    {
        "day": ("Date", "Day", "Start date", "Date started"),
        "start": ("Start", "Start time", "Started", "Started at", "Begin", "From", "Clock in", "In"),
        "end_day": ("End date", "Stop date"),
        "end": ("End", "End time", "Stop", "Stop time", "Ended", "Ended at", "Finish", "To", "Clock out", "Out"),
        "span": ("Hours", "Duration", "Duration (h)", "Time", "Time (h)", "Time spent", "Duration (decimal)"),
        "minutes": ("Minutes", "Duration (minutes)", "Duration (min)", "Time (minutes)", "Minuten", "Minutos"),
        "seconds": ("Seconds", "Duration (seconds)", "Duration (s)", "Sekunden"),
        "client": ("Client", "Customer", "Company"),
        "project": ("Project", "Project name", "Category", "Job"),
        "task": ("Task", "Activity", "Type"),
        "text": ("Description", "Note", "Notes", "Comment", "Comments", "Summary", "Title", "Text", "Tags"),
        "person": ("User", "Member", "Person", "Employee"),
    },
    (("day", "start"), ("span", "end", "minutes", "seconds")),
    tells_columns=True,
    in_other_languages={
        **IN_OTHER_LANGUAGES,
        "day": (*IN_OTHER_LANGUAGES["day"], "Tag", "Jour", "Día", "Dia", "Giorno", "Datum/Tag"),
        "start": (*IN_OTHER_LANGUAGES["start"], "Von", "Anfang", "Début", "Inicio", "Desde", "Início", "Inizio"),
        "end": (*IN_OTHER_LANGUAGES["end"], "Bis", "Fin", "Hasta", "Fim", "Até", "Fine"),
        "span": (*IN_OTHER_LANGUAGES["span"], "Std.", "Std", "Zeit", "Temps", "Tiempo", "Tempo", "Ore"),
        "text": (
            *IN_OTHER_LANGUAGES["text"],
            *("Tätigkeit", "Bemerkung", "Kommentar", "Leistung", "Commentaire", "Comentario", "Comentário"),
        ),
        "task": (*IN_OTHER_LANGUAGES["task"], "Aktivität", "Activité", "Actividad", "Atividade", "Attività"),
        "project": (*IN_OTHER_LANGUAGES["project"], "Auftrag", "Progetto"),
    },
)
