"""Broken on purpose: who comes in, what they see, what they may, and what is taken from them."""

from typing import Final

from app.gates.mutants import (
    BAD_INPUT,
    CSRF,
    IN_BODIES,
    IN_LISTS,
    IN_PATHS,
    LOOKUP,
    PIPELINE,
    RECORDS,
    ROUTES,
    RULES,
    SIGHT,
    Edit,
    Mutant,
    edit,
)

ENTRY: Final = (
    edit("any token opens", LOOKUP, "s.token_hash = p_hash AND", "", IN_LISTS),
    edit("revoked keys open", LOOKUP, "AND k.revoked_at IS NULL", "", IN_LISTS),
    edit(
        "expired keys open",
        LOOKUP,
        "AND (k.expires_at IS NULL OR k.expires_at > now())",
        "",
        IN_LISTS,
    ),
    edit("suspended members come in", LOOKUP, "m.status = 'active'", "true", IN_LISTS),
    edit(
        "any password is right",
        "tenants/people/passwords.py",
        "return right and stored is not None",
        "return stored is not None",
        f"{RULES}::test_a_wrong_password_opens_nothing_and_is_counted",
    ),
    edit(
        "no limit of tries",
        "platform/kernel/limits.py",
        "count > limit",
        "False",
        f"{RULES}::test_a_wrong_password_opens_nothing_and_is_counted",
    ),
    edit(
        "last owner's lock removed",
        "tenants/members/guard.py",
        "ORDER BY tenant_id, id FOR UPDATE",
        "ORDER BY tenant_id, id",
        f"{RULES}::test_of_two_owners_who_demote_each_other_one_stays",
    ),
    edit(
        "invitation used twice",
        "tenants/members/joining.py",
        "AND i.accepted_at IS NULL",
        "",
        f"{RULES}::test_a_used_invitation_lets_nobody_back_in",
    ),
)

BROWSER: Final = (
    edit("CSRF off", PIPELINE, "        if cookie:\n", "        if False:\n", CSRF),
    edit(
        "anybody's CSRF token",
        "platform/web/csrf.py",
        "return hmac.compare_digest(proof.encode(), mac(",
        "return True or (proof.encode(), mac(",
        CSRF,
    ),
    edit(
        "any origin",
        "platform/web/csrf.py",
        "    if not came_from_us(scope, origins):\n        raise ForgedRequest\n",
        "",
        CSRF,
    ),
    edit(
        "inline scripts",
        "platform/web/headers.py",
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        f"{ROUTES}::test_the_policy_permits_nothing_inline",
    ),
    edit(
        "no safety headers",
        "platform/web/headers.py",
        "headers += [pair for pair in wanted if pair[0] not in present]",
        "pass",
        f"{ROUTES}::test_errors_carry_them_too",
    ),
)

RIGHTS: Final = (
    edit(
        "permission guard removed",
        PIPELINE,
        "if needs != MEMBER and not principal.may(needs):",
        "if False:",
        IN_LISTS,
    ),
    edit(
        "403 tells of the invisible",
        PIPELINE,
        "        await demand_sight(",
        "        0 and await demand_sight(",
        IN_PATHS,
    ),
    edit(
        "row scope removed",
        f"{RECORDS}/scope.py",
        'if reach == "all":',
        "if True:",
        IN_PATHS,
    ),
    edit(
        "lists show all",
        f"{RECORDS}/listing.py",
        'visible(self._principal, args, "a", of=self._kind, action=self._action),',
        '"TRUE",',
        f"{SIGHT}::test_what_is_not_ones_own_is_nowhere",
    ),
    edit("search finds all", "search/scope.py", 'if scope != "TRUE":', "if False:", SIGHT),
    edit(
        "timelines tell all",
        f"{RECORDS}/timeline.py",
        "return visible(principal, args, alias, of=record_type(of))",
        'return "TRUE"',
        f"{SIGHT}::test_anothers_task_is_not_on_the_timeline_of_ones_customer",
    ),
    edit(
        "links to the invisible",
        f"{RECORDS}/reading.py",
        'scope = visible(principal, args, "r", of=ANY)',
        'scope = "TRUE"',
        IN_BODIES,
    ),
    edit(
        "reps give records away",
        f"{RECORDS}/service.py",
        'if not (me.may(f"{self.kind.name}:transfer") or self.kind.name == "task"):',
        "if False:",
        f"{RULES}::test_a_rep_gives_no_record_away",
    ),
    edit(
        "keys have every right",
        "tenants/access/roles.py",
        "    if key_scopes is None:\n",
        "    if True:\n",
        RULES,
    ),
    edit(
        "viewers edit",
        "tenants/access/roles.py",
        'lazy("Sees all, changes nothing."), "all", "*:see"',
        'lazy("Sees all, changes nothing."), "all", "*:see", "*:edit"',
        RULES,
    ),
    edit(
        "administrators touch owners",
        "tenants/members/guard.py",
        'if target["id"] != principal.member_id:',
        "if False:",
        f"{RULES}::test_an_administrator_does_not_touch_an_owner",
    ),
)

INPUT: Final = (
    edit(
        "cursor unchecked",
        f"{RECORDS}/ordering.py",
        "except (ValueError, msgspec.MsgspecError, RecursionError) as error:",
        "except ZeroDivisionError as error:",
        f"{BAD_INPUT}::test_a_forged_cursor_is_refused",
    ),
    edit(
        "unknown fields taken",
        f"{RECORDS}/schemas.py",
        "name, fields, forbid_unknown_fields=True",
        "name, fields, forbid_unknown_fields=False",
        f"{BAD_INPUT}::test_no_body_is_too_odd",
    ),
    edit(
        "any column sorts",
        f"{RECORDS}/ordering.py",
        "if field is None or not field.sortable:",
        "if False:",
        f"{BAD_INPUT}::test_a_bad_sort_is_refused",
    ),
    edit(
        "depth unbounded",
        "platform/app/problems.py",
        "    RecursionError: unreadable,\n",
        "",
        f"{BAD_INPUT}::test_no_body_is_too_odd",
    ),
    edit(
        "bodies unbounded",
        "platform/app/main.py",
        "request_max_body_size=settings.max_body_bytes",
        "request_max_body_size=None",
        f"{BAD_INPUT}::test_much_in_pieces_is_too_much_as_well",
    ),
    Mutant(
        name="moments without a zone",
        edits=(
            Edit(f"{RECORDS}/kinds/times.py", "if value.tzinfo is None:", "if False:"),
            Edit(f"{RECORDS}/kinds/times.py", "if not _EARLIEST <= value < _LATEST:", "if False:"),
        ),
        tests=(f"{BAD_INPUT}::test_a_moment_that_cannot_be_is_named",),
    ),
)
