"""What is broken on purpose in selling: gates, closings, places on the board, conversions."""

from typing import Final

from app.gates.mutants import edit

DEALS: Final = "tests/crm/sales/test_deals.py"
BOARD: Final = "tests/crm/sales/test_board.py"
LEADS: Final = "tests/crm/sales/test_leads.py"
DEAL: Final = "platform/crm/sales/deal"

RIVALS: Final = "tests/crm/sales/test_rivals.py"
PRICES: Final = "tests/crm/sales/test_prices.py"
FIRST_BOOK: Final = (
    f"{PRICES}::test_the_first_book_that_fits_the_customer_says_the_price_else_the_product"
)

SALES: Final = (
    edit(
        "another customer's price book",
        "platform/crm/catalogue/pricing/asking.py",
        "one.node == EVERYTHING or one.id in fits",
        "one.id",
        FIRST_BOOK,
    ),
    edit(
        "a price book before its time",
        "platform/crm/catalogue/pricing/asking.py",
        "one.currency == currency and one.holds(day)",
        "one.currency == currency",
        FIRST_BOOK,
    ),
    edit(
        "sold below the floor",
        f"{DEAL}/course.py",
        "    _demand_price(row)\n",
        "",
        f"{PRICES}::test_below_the_floor_a_manager_agrees_before_it_is_won",
    ),
    edit(
        "a rep agrees to a price below the floor",
        f"{DEAL}/floors.py",
        'deals.changeable(deal_id, "transfer")',
        "deals.changeable(deal_id)",
        f"{PRICES}::test_only_who_may_give_the_deal_away_agrees_to_its_price",
    ),
    edit(
        "lost for a reason that the firm says no more",
        "platform/crm/sales/reasons.py",
        "if said not in known:",
        "if not said:",
        "tests/crm/records/test_lists.py",
    ),
    edit(
        "asked by the name of a role",
        "tenants/access/holders.py",
        "one.may(permission)",
        'one.role in {"owner", "manager"}',
        "tests/crm/permissions/test_asked.py",
    ),
    edit(
        "more of what was agreed below the floor",
        f"{DEAL}/floors.py",
        "if one.quantity > stood.get(one.terms, 0)",
        "if one.terms not in stood",
        f"{PRICES}::test_below_the_floor_a_manager_agrees_before_it_is_won",
    ),
    edit(
        "a competitor's offers on deals out of sight",
        "platform/crm/sales/rival/service.py",
        "AND {visible(me, args, 'r', of=DEAL)} ",
        "",
        f"{RIVALS}::test_offers_are_kept_with_the_deal_and_read_of_the_competitor_as_far_as_one_sees",
    ),
    edit(
        "leads qualified without what must be known",
        "platform/crm/sales/lead/service.py",
        "        await self._demand_known(before)\n",
        "",
        f"{LEADS}::test_what_must_be_known_of_a_lead_depends_on_where_it_comes_from",
    ),
    edit(
        "stage gate ignored",
        f"{DEAL}/course.py",
        "    if not lacking and not unchecked:\n        return\n",
        "    return\n",
        f"{DEALS}::test_a_gate_names_what_is_missing_and_lets_in_what_is_not",
    ),
    edit(
        "closed deal moved",
        f"{DEAL}/course.py",
        'if row["status"] != "open":\n        raise NotOpen',
        "if False:\n        raise NotOpen",
        f"{DEALS}::test_a_closed_deal_stays_where_it_is_until_it_is_reopened",
    ),
    edit(
        "two cards on one place",
        f"{DEAL}/rank.py",
        " FOR NO KEY UPDATE",
        "",
        f"{BOARD}::test_cards_dropped_on_one_gap_at_once_all_keep_a_place",
    ),
    edit(
        "lead converted twice",
        "platform/crm/sales/lead/service.py",
        'if row["status"] == "converted":',
        "if False:",
        f"{LEADS}::test_a_lead_is_converted_once_however_many_ask",
    ),
    edit(
        "amounts without a rate at par",
        "platform/crm/records/rates/worth.py",
        "if value and rate else None",
        'if value and rate else value and value["amount_minor"]',
        "tests/crm/records/test_rates.py::test_an_amount_is_worth_something_once_its_rate_is_known",
    ),
    edit(
        "prices that tell the amount",
        f"{DEAL}/parts.py",
        'return "amount" not in principal.veils.get("deal", {})',
        "return True",
        "tests/crm/permissions/test_hidden_sums.py::"
        "test_prices_of_the_lines_are_hidden_with_the_amount",
    ),
)
