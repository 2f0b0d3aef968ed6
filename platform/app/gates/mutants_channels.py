"""Broken on purpose: whose call is believed, whose code links, what a plan includes."""

from typing import Final

from app.gates.mutants import edit

CONTRACT: Final = "tests/bots/channels/test_contract.py"
WHOSE: Final = "tests/bots/channels/test_whose.py"
FORGED: Final = (
    f"{CONTRACT}::test_what_is_forged_or_old_is_refused_and_what_is_repeated_counts_once"
)
CODE: Final = f"{WHOSE}::test_a_code_of_another_workspace_links_nothing"
PLAN: Final = f"{WHOSE}::test_a_plan_without_networks_connects_none_and_says_so_in_the_chat"

CHANNELS: Final = (
    edit(
        "Slack without a signature",
        "bots/slack/adapter.py",
        'if not same(knock.headers.get("x-slack-signature", ""), f"v0={signed.hex()}"):',
        "if False:",
        f"{FORGED}",
    ),
    edit(
        "Slack of last week",
        "bots/slack/adapter.py",
        "if not fresh(told, window=WINDOW):",
        "if not told:",
        f"{FORGED}",
    ),
    edit(
        "LINE without a signature",
        "bots/line/adapter.py",
        "if not same(told, signed):",
        "if False:",
        f"{FORGED}",
    ),
    edit(
        "LINE of last week",
        "bots/line/adapter.py",
        "return fresh(at, per_second=1000, window=REMEMBERED)",
        "return bool(at)",
        f"{FORGED}",
    ),
    edit(
        "WhatsApp without a signature",
        "bots/whatsapp/adapter.py",
        "if not same(told, f\"sha256={hmac_sha256(own.secrets['secret'], body).hex()}\"):",
        "if False:",
        f"{FORGED}",
    ),
    edit(
        "anybody takes an address over",
        "bots/whatsapp/adapter.py",
        'if not same(asked.get("hub.verify_token", ""), _verify_token(own)):',
        "if False:",
        "tests/bots/channels/test_whatsapp.py::test_only_meta_knows_the_word_for_the_address",
    ),
    edit(
        "a bot of one workspace takes links of another",
        "bots/gateway/linking.py",
        'if row is None or await _only(chat) not in (None, row["workspace_id"]):',
        "if row is None:",
        CODE,
    ),
    edit(
        "a workspace's bot speaks of all",
        "bots/gateway/binding.py",
        '({"workspace_ids": [only]} if only is not None else {})',
        "{}",
        "tests/bots/telegram/test_own_bot.py::test_a_link_of_everywhere_stays_in_the_bots_workspace",
    ),
    edit(
        "codes without end",
        "bots/gateway/linking.py",
        "if code and not await may_try(chat.uow, chat.place):",
        "if False:",
        f"{CONTRACT}::test_five_wrong_codes_are_enough",
    ),
    edit(
        "a plan is not asked in the chat",
        "bots/gateway/awake.py",
        "ADAPTERS[place.channel].feature or OWN",
        "OWN",
        PLAN,
    ),
    edit(
        "a plan is not asked on the page",
        "bots/channels/service.py",
        "me.entitled.demand_feature(FEATURE)",
        "me.entitled.now()",
        PLAN,
    ),
    edit(
        "files from wherever they say",
        "bots/gateway/calling.py",
        "own = netloc == server.netloc or",
        "own = netloc or",
        "tests/bots/channels/test_calling.py",
    ),
    edit(
        "a day has no end",
        "bots/whatsapp/window.py",
        "return at is not None and clock.now() - at < WINDOW",
        "return at is not None",
        "tests/bots/channels/test_whatsapp.py"
        "::test_after_a_day_of_silence_a_template_speaks_or_nobody",
    ),
    edit(
        "an order that another chat has is lost",
        "bots/gateway/inbox.py",
        "        order,\n",
        "        1 if order is None else order,\n",
        f"{CONTRACT}::test_a_chat_is_linked_by_a_code_and_logs_a_visit",
    ),
    edit(
        "DingTalk's ticket to anybody",
        "bots/dingtalk/streaming.py",
        'if parts.scheme != SCHEME or not (parts.hostname or "").endswith(BELOW):',
        "if False:",
        "tests/bots/channels/test_dingtalk.py::test_the_ticket_goes_to_no_other_server",
    ),
    edit(
        "a mention to who may not see it",
        "platform/crm/activities/mentions/service.py",
        "if who is not None and await _sees(uow, who, activity_id):",
        "if who is not None:",
        "tests/crm/activities/test_mentions.py::"
        "test_who_may_not_see_it_and_who_wrote_it_hear_nothing",
    ),
)
