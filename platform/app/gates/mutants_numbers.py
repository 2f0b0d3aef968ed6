"""Broken on purpose: what counts, and whose."""

from typing import Final

from app.gates.mutants import edit

ANALYTICS: Final = "platform/crm/analytics"
TESTS: Final = "tests/crm/analytics"
FORECAST: Final = f"{TESTS}/test_forecast.py"

NUMBERS: Final = (
    edit(
        "lost deals are in the forecast",
        f"{ANALYTICS}/forecast/service.py",
        'OPEN: Final = Test("status", "eq", "open")',
        'OPEN: Final = Test("status", "in", ["open", "lost"])',
        f"{FORECAST}::test_the_forecast_is_won_and_commit_and_the_weighted_rest",
    ),
    edit(
        "row scope dropped from sums",
        f"{ANALYTICS}/figures.py",
        '        visible(principal, args, "a", of=kind),\n',
        "",
        f"{FORECAST}::test_reps_add_up_and_each_sees_but_their_own",
    ),
    edit(
        "snapshots of everybody",
        f"{ANALYTICS}/forecast/service.py",
        '        visible(principal, args, "a", of=DEAL),\n',
        "",
        f"{FORECAST}::test_a_snapshot_is_what_the_forecast_was",
    ),
    edit(
        "sums of hidden amounts",
        f"{ANALYTICS}/figures.py",
        "return field is not None and not field.masked",
        "return True",
        f"{FORECAST}::test_whoever_sees_no_amounts_sees_no_sums",
    ),
    edit(
        "the firm's target told by a part of its sum",
        f"{ANALYTICS}/targets/measuring.py",
        "return reach in _LEADS and subject.id in principal.teams_in(reach)",
        "return True",
        f"{TESTS}/test_targets.py::test_a_target_is_reached_by_what_is_won_and_not_by_what_is_lost",
    ),
    edit(
        "a manager sets anybody's target",
        f"{ANALYTICS}/targets/service.py",
        "if wish.whose not in may:",
        "if False:",
        f"{TESTS}/test_targets.py::test_a_manager_sets_and_sees_the_teams_below_and_nobody_elses",
    ),
    edit(
        "milestones told every night",
        f"{ANALYTICS}/targets/tasks.py",
        "ON CONFLICT (tenant_id, target_id, percent) DO NOTHING RETURNING percent",
        "ON CONFLICT (tenant_id, target_id, percent) DO UPDATE SET reached_at = $4 "
        "RETURNING percent",
        f"{TESTS}/test_targets.py::test_half_and_nine_tenths_and_all_are_told_once",
    ),
    edit(
        "everybody sees every rank",
        f"{ANALYTICS}/ranks/service.py",
        "return (number < TOP and place.value > 0) or _leads(",
        "return True or _leads(",
        f"{TESTS}/test_ranks.py::test_a_rep_sees_the_first_three_and_their_own_place",
    ),
)
