"""Broken on purpose: whose words count in a group, whose file it is, who is let in by Telegram."""

from typing import Final

from app.gates.mutants import edit

GROUPS: Final = "tests/bots/telegram/test_groups.py"
APP: Final = "tests/bots/telegram/test_mini_app.py"
OWN: Final = "tests/bots/telegram/test_own_bot.py"
PICTURES: Final = "tests/bots/telegram/test_pictures.py"
ENCLOSED: Final = "tests/bots/telegram/test_enclosed.py"
NUMBERS: Final = "tests/bots/core/test_degrading.py"
NIGHT: Final = "tests/tenants/test_quiet_hours.py"
EVENING: Final = "tests/bots/core/test_by_itself.py"
POLLING: Final = "tests/bots/telegram/test_polling.py"
REFUSED: Final = f"{APP}::test_what_is_forged_old_used_or_of_another_is_refused"
CUSTOMER: Final = f"{OWN}::test_a_customer_writes_and_is_answered_by_people"

TALKING: Final = (
    edit(
        "a group speaks of the speaker's workspace",
        "bots/gateway/groups.py",
        "group.workspace_id if group is not None else found.workspace_id",
        "found.workspace_id",
        f"{GROUPS}::test_nothing_of_another_workspace_is_said_there",
    ),
    edit(
        "a bot that answers all that is said",
        "bots/gateway/groups.py",
        "    return text if heard.addressed else None\n",
        "    return text\n",
        f"{GROUPS}::test_a_group_is_tied_and_answers_commands_and_mentions_only",
    ),
    edit(
        "anybody ties groups",
        "bots/gateway/groups.py",
        "    if not who.may(MAY_TIE):\n        await chat.say",
        "    if False:\n        await chat.say",
        f"{GROUPS}::test_a_button_in_a_group_is_its_members_alone",
    ),
    edit(
        "a mini app without a signature",
        "bots/telegram/mini_app.py",
        'if not same(told.get("hash", ""), expected):',
        "if False:",
        REFUSED,
    ),
    edit(
        "a mini app of yesterday",
        "bots/telegram/mini_app.py",
        "if not -AHEAD <= clock.now() - at <= OLDEST:",
        "if False:",
        REFUSED,
    ),
    edit(
        "a mini app again",
        "bots/telegram/mini_app.py",
        "if not await uow.fetchval(_ONCE, uuid7(), *event):",
        "if False:",
        REFUSED,
    ),
    edit(
        "a chat as the second factor",
        "bots/telegram/mini_app.py",
        "if who is None or await uow.fetchval(_FACTOR, found.person_id):",
        "if who is None:",
        f"{APP}::test_who_left_or_has_a_second_factor_signs_in_as_ever",
    ),
    edit(
        "conversations of everybody",
        "bots/conversations/service.py",
        "(r.id IS NOT NULL AND {visible(me, args, 'r', of=ANY)})",
        "(r.id IS NOT NULL)",
        CUSTOMER,
    ),
    edit(
        "a bot is taken over by its token",
        "bots/gateway/accounts.py",
        "sealed = excluded.sealed WHERE bot_account.workspace_id = excluded.workspace_id",
        "sealed = excluded.sealed",
        f"{OWN}::test_a_token_is_sealed_and_serves_one_workspace",
    ),
    edit(
        "pictures of others",
        "bots/webchat/history.py",
        "SELECT f.id FROM chat_file f WHERE f.tenant_id = $1 AND f.member_id = $2 AND f.id = $3",
        "SELECT f.id FROM chat_file f WHERE f.tenant_id = $1 AND $2::uuid IS NOT NULL "
        "AND f.id = $3",
        f"{PICTURES}::test_a_picture_is_its_owners_alone",
    ),
    edit(
        "files that come late are lost",
        "bots/gateway/fetching.py",
        'if who is not None and draft is not None and draft.state == "saved":',
        "if False:",
        f"{ENCLOSED}::test_what_is_saved_before_its_file_is_here_gets_it_after",
    ),
    edit(
        "numbers of a message before",
        "bots/core/talk.py",
        "(said and numbered != self._numbered)",
        "(numbered and numbered != self._numbered)",
        f"{NUMBERS}::test_a_number_of_nothing_is_a_word_and_an_old_one_is_not_pressed",
    ),
    edit(
        "alarms wait for the morning",
        "tenants/notifications/service.py",
        "None if awaited or urgent(notice.kind) else",
        "None if urgent(notice.kind) else",
        f"{NIGHT}::test_an_alarm_that_somebody_set_for_the_night_rings",
    ),
    edit(
        "asked every five minutes",
        "bots/core/by_itself.py",
        "    return bool(await uow.fetchval(_ONCE, who.tenant_id, who.member_id, what, now))\n",
        "    await uow.fetchval(_ONCE, who.tenant_id, who.member_id, what, now)\n    return True\n",
        f"{EVENING}::test_in_the_evening_an_unlogged_visit_is_asked_for_once",
    ),
    edit(
        "a backlog is a flood",
        "bots/gateway/flood.py",
        "    if at is None or at >= clock.now().timestamp() - WINDOW:\n",
        "    if at is None or at > 0:\n",
        f"{POLLING}::test_a_chat_that_floods_is_told_once_and_holds_nobody_else_back",
    ),
)
