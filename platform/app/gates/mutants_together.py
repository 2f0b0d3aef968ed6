"""Broken on purpose: changes to many records, and the way back from them."""

from typing import Final

from app.gates.mutants import RECORDS, edit

HARD: Final = "tests/crm/importing/test_hard_files.py"
UNDO: Final = "tests/crm/records/test_undo.py"

TOGETHER: Final = (
    edit(
        "before-image not written",
        f"{RECORDS}/undo/recording.py",
        "if me.batch_id is None:",
        "if True:",
        f"{UNDO}::test_a_bulk_deletion_comes_back_as_it_was",
    ),
    edit(
        "undo overwrites later work",
        f"{RECORDS}/undo/restoring.py",
        'if now["version"] != images[0]["version_after"]:',
        "if False:",
        f"{UNDO}::test_owner_and_tags_go_back_and_a_record_edited_since_is_left_and_named",
    ),
    edit(
        "undone twice",
        f"{RECORDS}/undo/service.py",
        "AND b.undone_at IS NULL ",
        "",
        f"{UNDO}::test_a_batch_is_undone_once_in_its_week_and_by_its_maker_or_an_administrator",
    ),
    edit(
        "anybody's batch",
        f"{RECORDS}/undo/service.py",
        'return None if principal.may("settings:workspace") else principal.member_id',
        "return None",
        f"{UNDO}::test_a_batch_is_undone_once_in_its_week_and_by_its_maker_or_an_administrator",
    ),
    edit(
        "imports change what is not seen",
        f"{RECORDS}/importing/matching.py",
        'f"AND a.deleted_at IS NULL AND {scope}",',
        'f"AND a.deleted_at IS NULL AND ({scope} OR TRUE)",',
        f"{HARD}::test_an_import_is_for_its_maker_and_finds_nothing_of_others",
    ),
    edit(
        "anybody's import",
        f"{RECORDS}/importing/shown.py",
        'return None if principal.may("settings:workspace") else principal.member_id',
        "return None",
        f"{HARD}::test_an_import_is_for_its_maker_and_finds_nothing_of_others",
    ),
    edit(
        "an import forgets its place",
        f"{RECORDS}/importing/running.py",
        "said = (done, place, dict(counts), state, ended)",
        'said = (done, row["place"], dict(counts), state, ended)',
        f"{HARD}::test_a_run_that_dies_in_the_middle_goes_on_and_doubles_nothing",
    ),
    edit(
        "a bomb is unpacked",
        f"{RECORDS}/importing/parsing.py",
        "sum(e.file_size for e in entries) > MOST_UNPACKED",
        "False",
        f"{HARD}::test_a_bomb_is_not_unpacked",
    ),
)
