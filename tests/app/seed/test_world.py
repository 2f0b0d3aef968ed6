import hashlib
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from app.seed.size import workspace_sizes
from app.seed.world import DEMO_EMAIL, Workspace, workspaces


def fingerprint(world: list[Workspace]) -> str:
    digest = hashlib.sha256()
    for workspace in world:
        digest.update(f"{workspace.id} {workspace.slug} {workspace.name}".encode())
        for row in (
            *workspace.teams,
            *workspace.members,
            *workspace.companies(),
            *workspace.contacts(),
            *workspace.activities(),
            *workspace.tasks(),
        ):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def test_the_same_seed_and_day_make_the_same_world(small_world, now) -> None:
    again = list(workspaces("small", "both", seed=7, now=now))
    other = list(workspaces("small", "both", seed=8, now=now))
    assert fingerprint(small_world) == fingerprint(again)
    assert fingerprint(small_world) != fingerprint(other)


def test_a_workspace_keeps_its_id_on_another_day(small_world, now) -> None:
    later = workspaces("small", "both", seed=7, now=now + timedelta(days=30))
    assert [w.id for w in later] == [w.id for w in small_world]


def test_a_small_world_is_a_firm_per_language_and_a_second_one(small_world) -> None:
    assert [(w.slug, w.language) for w in small_world] == [
        ("acme", "en"),
        ("hualian", "zh"),
        ("globex", "en"),
    ]
    acme = small_world[0]
    assert len(acme.companies()) == 40
    assert len(acme.contacts()) == 120
    assert len(list(acme.activities())) == 400
    assert len(list(acme.tasks())) == 30


def test_the_demo_person_owns_the_firms_and_visits_the_second(small_world) -> None:
    roles = [
        member.role
        for workspace in small_world
        for member in workspace.members
        if member.person.email == DEMO_EMAIL
    ]
    assert roles == ["owner", "owner", "rep"]


def test_a_large_world_is_skewed_and_adds_up(now) -> None:
    sizes = workspace_sizes("large")
    assert len(sizes) == 200
    assert sum(size.contacts for size in sizes) == 100_000
    assert sum(size.activities for size in sizes) == 1_000_000
    assert sizes[0].contacts > 20 * sizes[-1].contacts
    slugs = [w.slug for w in workspaces("large", "both", seed=1, now=now)]
    assert len(set(slugs)) == 200


def test_everything_a_row_points_at_is_in_its_workspace(small_world) -> None:
    for workspace in small_world:
        teams = {team.id for team in workspace.teams}
        members = {member.id for member in workspace.members}
        companies = {company.id for company in workspace.companies()}
        contacts = {contact.id: contact for contact in workspace.contacts()}
        assert {m.team_id for m in workspace.members} <= teams | {None}
        assert {t.parent_id for t in workspace.teams} <= teams | {None}
        for contact in contacts.values():
            assert {company.id for company in contact.companies} <= companies
            assert contact.owner.id in members
        for activity in workspace.activities():
            assert activity.company.id in companies
            assert activity.author.id in members
            for met in activity.contacts:
                assert activity.company in contacts[met.id].companies
        for task in workspace.tasks():
            assert task.company.id in companies
            assert task.owner.id in members


def test_no_address_number_or_id_is_given_twice(small_world) -> None:
    for workspace in small_world:
        contacts = workspace.contacts()
        emails = [email for contact in contacts for email in contact.emails]
        phones = [phone for contact in contacts for phone in contact.phones]
        rows = (*workspace.companies(), *contacts, *workspace.activities(), *workspace.tasks())
        assert len(set(emails)) == len(emails) > 0
        assert len(set(phones)) == len(phones) > 0
        assert len({row.id for row in rows}) == len(rows)
        assert all(row.id.version == 7 for row in rows)


def test_addresses_are_reserved_and_numbers_are_well_formed(small_world) -> None:
    for workspace in small_world:
        for contact in workspace.contacts():
            assert all(email.endswith(".example") and email.isascii() for email in contact.emails)
            assert all(
                phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in contact.phones
            )


def test_two_years_of_work_fall_on_working_hours_before_now(small_world, now) -> None:
    for workspace in small_world:
        moments = [activity.happened_at for activity in workspace.activities()]
        assert moments == sorted(moments)
        assert now - timedelta(days=731) < moments[0]
        assert moments[-1] <= now
        assert moments[-1] - moments[0] > timedelta(days=500)
        assert all(moment.weekday() < 5 for moment in moments)


def test_nothing_is_known_of_a_customer_before_it_was_added(small_world) -> None:
    for workspace in small_world:
        for activity in workspace.activities():
            assert activity.company.created_at <= activity.happened_at <= activity.created_at
            assert all(met.created_at <= activity.happened_at for met in activity.contacts)
            if activity.next_at:
                assert activity.next_at > activity.happened_at


def test_tasks_are_late_due_today_coming_and_done(small_world, now) -> None:
    for workspace in small_world:
        tasks = list(workspace.tasks())
        todo = [task for task in tasks if not task.done_at]
        assert any(task.due_at.date() < now.date() for task in todo)
        assert any(task.due_at.date() == now.date() for task in todo)
        assert any(task.due_at.date() > now.date() for task in todo)
        assert any(task.done_at for task in tasks)
        assert all(task.created_at <= now for task in tasks)


def test_a_large_workspace_streams_its_first_notes_at_once(now) -> None:
    largest = next(workspaces("large", "en", seed=1, now=now))
    assert len(list(islice(largest.activities(), 50))) == 50


@pytest.mark.parametrize("hours", range(0, 7 * 24, 11))
def test_whoever_looks_finds_a_firm_at_work_whatever_the_day(now, hours) -> None:
    """Also on a Sunday, and on Monday before the sun is up."""
    moment = now + timedelta(hours=hours)
    for workspace in islice(workspaces("small", "both", seed=7, now=moment), 3):
        mine = next(m for m in workspace.members if m.person.email == DEMO_EMAIL)
        here = ZoneInfo(workspace.clock)
        today = moment.astimezone(here).date()

        def is_today(at: datetime | None, here: ZoneInfo = here, today: date = today) -> bool:
            return at is not None and at.astimezone(here).date() == today

        activities = [a for a in workspace.activities() if a.author is mine]
        tasks = [t for t in workspace.tasks() if t.owner is mine]
        assert sum(is_today(a.happened_at) for a in activities) >= 3
        assert any(is_today(t.done_at) for t in tasks)
        assert any(is_today(t.due_at) for t in tasks)
