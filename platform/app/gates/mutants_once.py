"""Broken on purpose: what must happen once, what every statement says, and whose day it is."""

from typing import Final

from app.gates.mutants import RECORDS, edit

RACES: Final = "tests/app/test_races.py::test_nobody_wins_twice"
STATEMENTS: Final = "tests/gates/test_statements.py::test_the_ear_hears_what_a_unit_of_work_says"
DOCUMENT: Final = "tests/gates/test_document.py"
PERIODS: Final = "tests/crm/records/test_periods.py"
CLOCKS: Final = "tests/bots/parsing/test_clock_changes.py"

ONCE: Final = (
    edit(
        "a tag made twice",
        f"{RECORDS}/beside/tags.py",
        "    await hold(uow)  # or two would make it at once, in capitals and without\n",
        "",
        RACES,
    ),
    edit(
        "a reminder comes twice",
        "platform/crm/activities/task/tasks.py",
        "    AND t.reminded_at IS NULL AND t.remind_at <= $3\nRETURNING",
        "    AND t.remind_at <= $3\nRETURNING",
        RACES,
    ),
    edit(
        "a link works twice",
        "tenants/people/tokens.py",
        '"DELETE FROM person_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 "\n'
        '        "RETURNING person_id, email"',
        '"SELECT person_id, email FROM person_token "\n'
        '        "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"',
        RACES,
    ),
)

SAID: Final = (
    edit(
        "an alias without its workspace",
        f"{RECORDS}/reading.py",
        'f"WHERE sg.tenant_id = {tenant} AND sg.record_id',
        'f"WHERE sg.record_id',
        STATEMENTS,
    ),
    edit(
        "a page in any order",
        f"{RECORDS}/listing.py",
        "ORDER BY a.tenant_id, a.{column}",
        "ORDER BY a.{column}",
        STATEMENTS,
    ),
    edit(
        "the document forgets a refusal",
        "platform/kernel/http.py",
        "told[404] =",
        "told[410] =",
        DOCUMENT,
    ),
)

TIME: Final = (
    edit(
        "the server's day",
        f"{RECORDS}/periods.py",
        "clock.now().astimezone(zone(time_zone)).date()",
        "clock.now().date()",
        PERIODS,
    ),
    edit(
        "hours on the clock's face",
        "bots/parsing/moments.py",
        "(now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)",
        "now + timedelta(minutes=minutes)",
        CLOCKS,
    ),
)
