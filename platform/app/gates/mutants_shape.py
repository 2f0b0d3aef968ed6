"""What is broken on purpose in fields, filters and views of a workspace's own."""

from typing import Final

from app.gates.mutants import RECORDS, edit

FIELDS: Final = "tests/crm/records/test_custom_fields.py"
WALLS: Final = "tests/crm/records/test_shape_walls.py"
VIEWS: Final = "tests/crm/records/test_views.py"
LOADING: Final = f"{RECORDS}/shape/loading.py"
KEY: Final = "key = (principal.tenant_id, principal.shape_version)"

SHAPE: Final = (
    edit(
        "one shape for all workspaces",
        LOADING,
        KEY,
        "key = (UUID(int=0), principal.shape_version)",
        f"{WALLS}::test_a_shape_is_kept_for_its_workspace_and_version",
    ),
    edit(
        "a shape for ever",
        LOADING,
        KEY,
        "key = (principal.tenant_id, 0)",
        f"{WALLS}::test_a_shape_is_kept_for_its_workspace_and_version",
    ),
    edit(
        "the change of a shape is not told",
        LOADING,
        "greatest(shape_version + 1, $2)",
        "shape_version + 0 * $2",
        f"{WALLS}::test_a_shape_is_kept_for_its_workspace_and_version",
    ),
    edit(
        "a field holds a record that one does not see",
        f"{RECORDS}/pointing.py",
        'if found.get(record_id, ("", ""))[0] != fields[name].target:',
        "if False:",
        f"{WALLS}::test_a_field_holds_only_what_one_sees",
    ),
    edit(
        "related fields of what one does not see",
        f"{RECORDS}/filtering.py",
        "AND {scope} AND {inner})",
        "AND (TRUE OR {scope}) AND {inner})",
        f"{WALLS}::test_a_related_field_tells_nothing_of_what_one_does_not_see",
    ),
    edit(
        "values of an archived field",
        f"{RECORDS}/shape/loading.py",
        "WHERE f.tenant_id = $1 AND f.archived_at IS NULL",
        "WHERE f.tenant_id = $1",
        f"{FIELDS}::test_an_archived_field_is_hidden_and_comes_back_with_its_values",
    ),
    edit(
        "everybody's views",
        f"{RECORDS}/views/service.py",
        "OR v.sharing = 'everyone' OR",
        "OR TRUE OR",
        f"{VIEWS}::test_a_view_is_seen_by_those_it_is_shared_with_and_changed_by_its_owner",
    ),
    edit(
        "anybody changes a view",
        f"{RECORDS}/views/service.py",
        "    if not known.mine:\n        raise Forbidden",
        "    if False:\n        raise Forbidden",
        f"{VIEWS}::test_a_view_is_seen_by_those_it_is_shared_with_and_changed_by_its_owner",
    ),
)
