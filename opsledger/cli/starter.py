"""The files of a new ledger: settings with their defaults, a schedule, and a few words in each folder."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from opsledger.capturing.ideal_week import ideal_week
from opsledger.models.settings import FILE, Settings
from opsledger.reading.kinds import KINDS, SCHEDULE_FILE, Kind
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reading.settings import read_settings, written_settings
from opsledger.source import INBOX_FILE, SourceFile

# What a setting that has no default may look like.
SHAPES = {
    "business": "Northlight Studio",
    "vat": "19%",
    "rates": "{GBP: 1.17}",
    "living": "3200/month",
    "holiday": "25",
    "kept_since": "2026-11-29",
    "time_off": "[2026-12-24/2027-01-03]",
    "tasks": "[design, build, writing]",
    "targets": "{income: 9000/month, floor: 6000/month, rate: 95/h}",
    "ideal_client": "{services: [website, branding], budget: 1000, weeks: 2}",
}

_SCHEDULE = """\
# The ideal week

What a week looks like when it goes as it should. `opsledger new week` copies it into the week's plan.
Change it until it is yours: `client` is client work, the other words are the areas of opsledger.yaml.

## Plan

"""

_INBOX = """\
# Inbox

<!-- Type loose lines here, on your phone too, such as: 2h acme first draft · paid 1200 acme · acme wants a call.
`opsledger sort` shows where each belongs, and `opsledger sort --write` puts it there. -->

"""

# A record of each kind: its file's name, and its text.
RECORDS = {
    "lead": (
        "harbor-dental.md",
        "---\nname: Harbor Dental, a new website\nsource: referral\nvalue: 8000\nhours: 80h\n---\n\n"
        "## Log\n\n- 2026-11-02 in asks for a website\n- 2026-11-05 qualified\n"
        "- 2026-11-05 next 2026-11-12 send a proposal\n",
    ),
    "project": (
        "harbor-website.md",
        "---\nname: Harbor Dental's website\nclient: harbor-dental\nbilling: fixed\nprice: 8000\nestimate: 80h\n"
        "due: 2027-02-26\n---\n\n## Log\n\n- 2026-11-12 booked\n- 2026-11-16 started\n- 2026-11-16 invoiced 4000\n",
    ),
    "week": (
        "2026-W47.md",
        "## Plan\n\n- Mon 9:00-12:30 client\n- Tue 2h marketing\n\n## Actual\n\n- Mon 9:15-12:00 harbor-website\n\n"
        "## Marketing\n\n- Tue linkedin work before and after (reach 900, replies 6)\n",
    ),
    "client": (
        "harbor-dental.md",
        "---\nname: Harbor Dental\nsince: 2026-11-20\nhealth: green\n---\n\n"
        "## Log\n\n- 2026-11-20 note likes to be called\n",
    ),
    "contact": (
        "anna-berg.md",
        "---\nname: Anna Berg\norg: Berg Interiors\nkind: prospect\nevery: 8 weeks\n---\n\n"
        "## Log\n\n- 2026-11-20 out wrote about her new shop\n",
    ),
    "website": (
        "case-harbor.md",
        "---\nname: How Harbor found its patients\ntype: case-study\nclient: harbor-dental\n---\n\n"
        "## Log\n\n- 2026-11-20 published\n",
    ),
    "tool": (
        "drawboard.md",
        "---\nname: Drawboard\njobs: [deliver]\nrenews: 2027-03-01\n---\n\n"
        "## Log\n\n- 2026-01-05 cost 18/month\n- 2026-11-20 assessed keep 2h/week\n",
    ),
    "member": (
        "jane-doe.md",
        "---\nname: Jane Doe\ntasks: [build]\nstatus: active\n---\n\n## Log\n\n- 2026-10-14 rate 48/h\n",
    ),
}


def starter_files(values: Mapping[str, str] = MappingProxyType({}), *, mornings: bool = True) -> dict[str, str]:
    """Each file of a new ledger by its path.

    values: settings as `opsledger.yaml` writes them, by key; they must read. mornings: whether client work comes first
    in the ideal day.
    """
    text = settings_text(values)
    settings, _ = read_settings(SourceFile(FILE, text))
    assert settings is not None, "settings of known keys always read"
    plan = ideal_week(settings.hours, settings.client_hours, settings.areas, mornings=mornings)
    schedule = _SCHEDULE + "".join(f"- {line}\n" for line in plan)
    files = {FILE: text, SCHEDULE_FILE: schedule, INBOX_FILE: _INBOX}
    return files | {f"{kind.folder}/README.md": _readme(kind) for kind in KINDS if not kind.file}


def settings_text(values: Mapping[str, str] = MappingProxyType({})) -> str:
    """Settings that say what holds anyway, each with what it means; those without a default stand as comments.

    values: what is in place of a default, by key.
    """
    lines = ["# The settings of this ledger. Every one has a default, and may be left out.\n"]
    for setting, default in zip(SETTINGS, written_settings(Settings()).values(), strict=True):
        value = values.get(setting.key, default)
        written = f"{setting.key}: {value}" if value is not None else f"# {setting.key}: {SHAPES[setting.key]}"
        lines.append(f"\n# {setting.summary[0].upper()}{setting.summary[1:]}.\n{written}\n")
    return "".join(lines)


def _readme(kind: Kind) -> str:
    if kind.name not in RECORDS and "Log" in kind.sections:
        return f"# {kind.folder}\n\n{kind.summary}\n`opsledger new {kind.name}` makes one.\n"
    if kind.name not in RECORDS:
        return (
            f"# {kind.folder}\n\n{kind.summary}\n`opsledger review` writes one, named by its day.\n"
            "Write your decisions below `## Decisions`; what you write stays.\n"
        )
    name, text = RECORDS[kind.name]
    return (
        f"# {kind.folder}\n\n{kind.summary}\nOne file each, as `{name}` below; this README is not one.\n"
        f"`opsledger new {kind.name}` makes one.\n\n```markdown\n{text}```\n"
    )
