"""Broken on purpose: what other chat networks sign, seal, and lend."""

from typing import Final

from app.gates.mutants import edit

CONTRACT: Final = "tests/bots/channels/test_contract.py"
SEALS: Final = "tests/bots/channels/test_seals.py"
CHINESE: Final = "tests/bots/channels/test_chinese_networks.py"
OWN: Final = "tests/bots/telegram/test_own_bot.py"
FORGED: Final = (
    f"{CONTRACT}::test_what_is_forged_or_old_is_refused_and_what_is_repeated_counts_once"
)
TEN: Final = f"{CHINESE}::test_ten_who_need_a_token_at_once_ask_once"

SEALED: Final = (
    edit(
        "WeCom's seal for whoever it is",
        "bots/wecom/seal.py",
        "if plain[end:] != receiver.encode():",
        "if False:",
        f"{SEALS}::test_what_wecom_sealed_for_another_company_is_not_for_us",
    ),
    edit(
        "XML with entities",
        "bots/wecom/xml.py",
        "    raise _Refused\n",
        "    return\n",
        f"{SEALS}::test_xml_holds_names_and_texts_and_nothing_else",
    ),
    edit(
        "WeCom without a signature",
        "bots/wecom/adapter.py",
        'if not signed(own.secrets["token"], knock.query, sealed):',
        "if False:",
        FORGED,
    ),
    edit(
        "Feishu without a signature",
        "bots/feishu/adapter.py",
        "or (key and not _signed(key, knock, body)):",
        "or False:",
        FORGED,
    ),
    edit(
        "Feishu without a token",
        "bots/feishu/adapter.py",
        'vouched = same(token, own.secrets["verification_token"])',
        "vouched = True",
        f"{CHINESE}::test_feishu_is_believed_by_its_token_alone_where_nothing_is_sealed",
    ),
    edit(
        "DingTalk of any time",
        "bots/dingtalk/adapter.py",
        "if not fresh(timestamp, per_second=MILLIS):",
        "if False:",
        FORGED,
    ),
    edit(
        "any file by way of a customer's conversation",
        "bots/conversations/enclosing.py",
        "AND f ->> 'id' = a.id::text",
        "",
        f"{OWN}::test_what_a_customer_sends_along_is_fetched_and_saved_by_whom_it_concerns",
    ),
    edit(
        "a token asked for by all who wait",
        "bots/gateway/tokens.py",
        "        async with self._turns[key]:\n",
        "        if key:\n",
        TEN,
    ),
    edit(
        "a token for other secrets",
        "bots/gateway/tokens.py",
        "sorted(secrets.items())",
        "sorted(secrets)",
        TEN,
    ),
)
