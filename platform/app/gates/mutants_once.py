"""Broken on purpose: what must happen once, what every statement says, and whose day it is."""

from typing import Final

from app.gates.mutants import RECORDS, edit

RACES: Final = "tests/app/test_races.py::test_nobody_wins_twice"
STATEMENTS: Final = "tests/gates/test_statements.py::test_the_ear_hears_what_a_unit_of_work_says"
DOCUMENT: Final = "tests/gates/test_document.py"
THREATS: Final = "tests/gates/test_threats.py"
SECOND_WALL: Final = "tests/gates/test_second_wall.py"
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
        "visits lock in any order",
        "platform/crm/activities/followed.py",
        '"ORDER BY o.tenant_id, o.id FOR NO KEY UPDATE"',
        '"ORDER BY random() FOR NO KEY UPDATE"',
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
        f"{RECORDS}/ordering.py",
        'return f"a.tenant_id, {self.column} {way}{nulls}, a.id {way}"',
        'return f"{self.column} {way}{nulls}, a.id {way}"',
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

WALLS: Final = (
    edit(
        "figures for everybody",
        "platform/app/health.py",
        "if token is not None and not hmac.compare_digest(sent.encode(), token.encode()):",
        "if False:",
        f"{THREATS}::test_production_hides_what_is_for_its_makers",
    ),
    edit(
        "figures without a token",
        "platform/app/health.py",
        "if token is None and ctx.settings.production:",
        "if False:",
        f"{THREATS}::test_figures_without_a_token_are_for_nobody",
    ),
    edit(
        "letters for everybody",
        "tenants/mail/pages.py",
        "if settings.production or settings.smtp_url is not None or not at_home:",
        "if False:",
        f"{THREATS}::test_production_hides_what_is_for_its_makers",
    ),
    edit(
        "a server above the wall",
        "platform/kernel/database.py",
        "if await self._pool.fetchval(_ROLE_CHECK):",
        "if False:",
        f"{SECOND_WALL}::test_a_server_refuses_a_role_that_is_above_the_wall",
    ),
    edit(
        "two spellings, two people",
        "platform/kernel/addresses.py",
        "strip().casefold()",
        "strip()",
        f"{THREATS}::test_an_address_is_one_address_however_it_is_typed",
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
