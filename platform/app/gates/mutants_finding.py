"""Broken on purpose: what is found, quoted and named for somebody who must not see it."""

from typing import Final

from app.gates.mutants import edit

ANSWERS: Final = "tests/search/test_answers.py"
FILES: Final = "tests/search/test_files.py"

FINDING: Final = (
    edit(
        "a model reads what it cannot",
        "search/dense/suiting.py",
        "written and model.languages",
        "False",
        "tests/search/test_meaning.py::test_a_model_that_reads_none_of_our_languages_is_left_out",
    ),
    edit(
        "names without postings of their own",
        "search/text/naming.py",
        "if record_type not in BEARERS:",
        "if True:",
        "tests/search/test_names.py::test_names_have_postings_of_their_own_and_notes_do_not",
    ),
    edit(
        "a bell for what is due later",
        "platform/kernel/jobs.py",
        "at is None or at <= now",
        "True",
        "tests/kernel/test_bell.py::test_it_does_not_ring_for_what_was_undone_or_is_due_later",
    ),
    edit(
        "all knock again in the next second",
        "bots/gateway/pacing.py",
        "left + seconds * (count - most - 1) / most",
        "left",
        "tests/bots/telegram/test_pace.py::test_each_waits_for_a_second_of_its_own",
    ),
    edit(
        "hidden people are named",
        "search/asking/reading.py",
        'AND {scope} LIMIT {_CALLED}) n"',
        'AND TRUE LIMIT {_CALLED}) n"',
        f"{ANSWERS}::test_nobody_is_named_whom_the_asker_does_not_see",
    ),
    edit(
        "filters by what is hidden",
        "search/wanted.py",
        'f"AND r.deleted_at IS NULL AND {scope}",',
        'f"AND r.deleted_at IS NULL",',
        f"{ANSWERS}::test_filters_by_what_is_out_of_sight_are_not_found",
    ),
    edit(
        "answers about another",
        "search/asking/evidence.py",
        "        if _is_about(question, source)\n",
        "",
        f"{ANSWERS}::test_a_question_about_a_customer_is_answered_from_what_is_filed_there",
    ),
    edit(
        "a binned file is found",
        "search/files/tasks.py",
        "    if not gone:\n",
        "    if gone:\n        return\n    if not gone:\n",
        f"{FILES}::test_a_file_is_found_with_its_record_until_either_is_binned",
    ),
)
