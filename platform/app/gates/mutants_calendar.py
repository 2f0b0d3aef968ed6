"""Broken on purpose: who learns of whose time, dead addresses, and visits that were none."""

from typing import Final

from app.gates.mutants import edit, sql

ACTIVITIES: Final = "platform/crm/activities"
TESTS: Final = "tests/crm/activities"
APPOINTMENTS: Final = f"{TESTS}/test_appointments.py"
FEED: Final = f"{TESTS}/test_feed.py"
DEAD: Final = f"{FEED}::test_a_dead_address_is_nothing_at_all"
PARTAKING: Final = f"{APPOINTMENTS}::test_who_takes_part_sees_it_and_who_does_not_does_not"

CALENDAR: Final = (
    edit(
        "any address of a workspace opens a calendar",
        f"{ACTIVITIES}/feed/service.py",
        "f.token_hash = $2",
        "f.token_hash <> $2",
        DEAD,
    ),
    edit(
        "a calendar's address that was taken back still works",
        f"{ACTIVITIES}/feed/service.py",
        "DELETE FROM calendar_feed WHERE",
        "UPDATE calendar_feed SET created_at = now() WHERE",
        DEAD,
    ),
    edit(
        "a calendar of all that one may see",
        f"{ACTIVITIES}/calendar/reading.py",
        "        conditions.append(seen)\n",
        "        pass\n",
        f"{APPOINTMENTS}::test_a_colleague_is_busy_and_not_everybody_learns_by_what",
        PARTAKING,
    ),
    edit(
        "busy by what, for everybody",
        f"{ACTIVITIES}/calendar/reading.py",
        'title=row["title"] if row["seen"] else None',
        'title=row["title"]',
        f"{APPOINTMENTS}::test_a_colleague_is_busy_and_not_everybody_learns_by_what",
    ),
    edit(
        "strangers take part",
        f"{ACTIVITIES}/appointment/service.py",
        'if wanted != {row["id"] for row in rows}:',
        "if not rows and not wanted:",
        PARTAKING,
    ),
    edit(
        "who takes part no more still sees it",
        f"{ACTIVITIES}/appointment/service.py",
        "            batch.add(_HIDE, **key, members=gone)\n",
        "",
        PARTAKING,
    ),
    edit(
        "dragging tells of what one does not see",
        f"{ACTIVITIES}/calendar/pages_moving.py",
        "    await appointments.get(record_id)\n",
        "",
        f"{TESTS}/test_dragging.py::test_nobody_drags_what_is_not_theirs_to_change",
    ),
    edit(
        "reminded of once more",
        f"{ACTIVITIES}/appointment/tasks.py",
        "    await uow.execute(_NEXT, uow.tenant_id, appointment_id, upcoming)\n",
        "",
        f"{APPOINTMENTS}::test_each_time_is_reminded_of_once_however_late_the_worker",
    ),
    edit(
        "a visit from afar is verified",
        f"{ACTIVITIES}/checkin/service.py",
        "distance <= most and here.accuracy <= most",
        "distance >= 0 and here.accuracy <= most",
        f"{TESTS}/test_visits.py::test_near_enough_is_verified_and_further_off_is_not",
    ),
    edit(
        "a repeating task doubles",
        f"{ACTIVITIES}/task/service.py",
        "AND t.follows_id = $2 AND",
        "AND t.follows_id = $2 AND FALSE AND",
        f"{TESTS}/test_planning.py::test_a_repeating_task_is_followed_by_the_next_once",
    ),
    edit(
        "a manager hears every hour",
        f"{ACTIVITIES}/task/sweeping.py",
        "AND t.due_at < $2\n    AND t.escalated_at IS NULL\nRETURNING",
        "AND t.due_at < $2\nRETURNING",
        f"{TESTS}/test_planning.py::test_a_manager_hears_once_of_what_is_overdue_in_the_team",
    ),
    sql(
        "who takes part may be another workspace's",
        "ALTER TABLE attendance DROP CONSTRAINT fk_attendance_tenant_id_member_id",
    ),
)
