"""Broken on purpose: whose knowledge it is, who counts what, and how much comes by itself."""

from typing import Final

from app.gates.mutants import edit

KNOWLEDGE_AT: Final = "platform/crm/knowledge"
TESTS: Final = "tests/crm/knowledge"
ITEMS: Final = f"{TESTS}/test_knowledge.py"
LOOP: Final = f"{TESTS}/test_loop.py"
MINING: Final = f"{TESTS}/test_mining.py"
WORDING: Final = "tests/search/test_wording.py"
CURATING: Final = f"{TESTS}/test_curating.py"
OWN: Final = f"{MINING}::test_numbers_are_the_viewers_own_and_open_their_rows"

KNOWLEDGE: Final = (
    edit(
        "what is captured is everybody's",
        "platform/crm/records/scope.py",
        ' AND vo.{column} = {args(value)} "',
        ' AND (vo.{column} = {args(value)} OR TRUE) "',
        f"{ITEMS}::test_a_captured_piece_is_its_makers_and_a_published_one_everybodys",
    ),
    edit(
        "reps change what everybody reads",
        f"{KNOWLEDGE_AT}/item/service.py",
        'if row["state"] in {"published", "retired"} and not self.principal.may(CURATES):',
        "if False:",
        f"{ITEMS}::test_what_everybody_reads_is_changed_by_curators",
    ),
    edit(
        "what customers say, counted over everybody's visits",
        f"{KNOWLEDGE_AT}/mining/service.py",
        '    sql = _COUNTS.format(scope=visible(me, args, "a", of=ACTIVITY))\n',
        '    sql = _COUNTS.format(scope="TRUE")\n',
        OWN,
    ),
    edit(
        "the words of everybody's visits",
        f"{KNOWLEDGE_AT}/mining/service.py",
        'scope=visible(me, args, "a", of=ACTIVITY), one=one, shown=SHOWN',
        'scope="TRUE", one=one, shown=SHOWN',
        OWN,
    ),
    edit(
        "a model reads what a note tells it to do",
        "search/answers.py",
        "e.worth >= ENOUGH and not ADDRESSED.search(e.sentence)",
        "e.worth >= ENOUGH",
        f"{WORDING}::test_what_is_planted_in_a_note_moves_no_model",
    ),
    edit(
        "a model is believed",
        "search/asking/believing.py",
        "if text and borne_out(text, cited, asked):",
        "if text:",
        f"{WORDING}::test_a_sentence_stays_if_its_source_bears_it_out",
    ),
    edit(
        "sentences leave the house unasked",
        "search/asking/wording.py",
        "return possible and (await habits(uow)).worded",
        "return possible",
        f"{WORDING}::test_without_the_switch_or_without_the_model_colleagues_answer",
    ),
    edit(
        "what came for a deal is used for none",
        f"{KNOWLEDGE_AT}/using/service.py",
        "coalesce($4::uuid, p.deal_id, u.item_id)",
        "coalesce($4::uuid, u.item_id)",
        f"{LOOP}::test_a_visits_objection_comes_to_another_rep_and_is_counted",
    ),
    edit(
        "what comes up again, of everybody's visits",
        f"{KNOWLEDGE_AT}/mining/themes.py",
        'scope = visible(me, args, "a", of=ACTIVITY)',
        'scope = "TRUE"',
        f"{MINING}::test_what_comes_up_again_is_sorted_and_known_next_week",
    ),
    edit(
        "a theme told in the words of visits that one does not see",
        f"{KNOWLEDGE_AT}/mining/themes.py",
        "AND strpos(o.words, lower(t.term)) > 0",
        "",
        f"{MINING}::test_a_theme_is_told_in_words_that_its_reader_sees",
    ),
    edit(
        "every week all themes are new",
        f"{KNOWLEDGE_AT}/mining/theming.py",
        "before = _before(mentions, groups)",
        "before: dict[int, UUID] = {}",
        f"{MINING}::test_what_comes_up_again_is_sorted_and_known_next_week",
    ),
    edit(
        "everybody's deals at stake",
        f"{KNOWLEDGE_AT}/mining/stakes.py",
        'deals=visible(me, args, "d", of=DEAL)',
        'deals="TRUE"',
        f"{MINING}::test_what_is_at_stake_counts_no_deal_that_one_does_not_see",
    ),
    edit(
        "a briefing tells of everybody's deals",
        f"{KNOWLEDGE_AT}/briefing/deals.py",
        'sql = _DEALS.format(scope=visible(me, args, "d", of=DEAL))',
        'sql = _DEALS.format(scope="TRUE")',
        f"{TESTS}/test_chat.py::test_a_briefing_tells_a_rep_only_what_that_rep_sees",
    ),
    edit(
        "a briefing tells of everybody's tasks",
        f"{KNOWLEDGE_AT}/briefing/service.py",
        'sql = _TASKS.format(scope=visible(me, args, "t", of=TASK))',
        'sql = _TASKS.format(scope="TRUE")',
        f"{TESTS}/test_chat.py::test_a_briefing_tells_a_rep_only_what_that_rep_sees",
    ),
    edit(
        "questions are everybody's",
        f"{KNOWLEDGE_AT}/questions/service.py",
        '    return visible(principal, args, "q", of=KNOWLEDGE)',
        '    return "TRUE"',
        f"{CURATING}::test_a_question_is_its_askers_and_the_curators_and_is_answered_once",
    ),
    edit(
        "no end to what comes by itself",
        f"{KNOWLEDGE_AT}/spreading/service.py",
        "room = (await habits(uow)).pushes_a_week - sent",
        "room = (await habits(uow)).pushes_a_week",
        f"{LOOP}::test_no_more_pieces_a_week_come_by_themselves_than_the_workspace_wants",
    ),
    edit(
        "one votes for oneself",
        f"{KNOWLEDGE_AT}/using/service.py",
        'if maker == me.member_id:\n        raise Forbidden(_("Others say',
        'if False:\n        raise Forbidden(_("Others say',
        f"{LOOP}::test_a_visits_objection_comes_to_another_rep_and_is_counted",
    ),
    edit(
        "two taps keep it twice",
        f"{KNOWLEDGE_AT}/capture/service.py",
        "if known is not None:",
        "if False:",
        f"{LOOP}::test_a_visits_objection_comes_to_another_rep_and_is_counted",
    ),
    edit(
        "contradictions go unnoticed",
        f"{KNOWLEDGE_AT}/queue/contradictions.py",
        'if contrary(row["text"], other["text"])',
        "if False",
        f"{CURATING}::test_a_contradiction_answers_nothing_until_a_person_decided",
    ),
)
