"""Help with the day's work: pool, deals, leads, calendar, numbers."""

from typing import Final

from app.help.parts import Formula, Topic
from kernel.i18n import lazy

POOL: Final = Topic(
    key="pool",
    title=lazy("Pool, going back and protection"),
    points=(
        lazy("Customers whom nobody owns lie in the pool. Claim takes one; only one member can."),
        lazy("Rules say after how many days without a follow-up a customer goes back, by level."),
        lazy("Its page counts the days. Its owner is warned first, and asks for more days there."),
        lazy("A follow-up that is logged starts the days anew; one needs a few words to count."),
        lazy("A protected customer stays; how many and how long is set under Customers."),
        lazy("Whoever let a customer go may have to wait before claiming it again."),
    ),
    ways=(
        ("pools", lazy("Pool"), None),
        ("settings/pools", lazy("Pools and rules"), "settings:workspace"),
        ("settings/customers", lazy("Customers"), "settings:workspace"),
    ),
    pages=(
        "pools",
        "extension-requests",
        "settings/pools",
        "settings/customers",
        "forgotten",
    ),
)
DEALS: Final = Topic(
    key="deals",
    title=lazy("Deals, the board and its gates"),
    points=(
        lazy("Drag a card to another stage, or press Move. The message that follows offers Undo."),
        lazy("A stage may ask for fields and a checklist; what is missing is said, and it stays."),
        lazy("The clock on a card is green in time, amber over the target, red far over it."),
        lazy("The dot is the next action: grey none, green planned, amber today, red overdue."),
        lazy("A lost deal asks why; that is what the numbers learn from."),
        lazy("Amounts in another currency are added up by the rates under Currencies."),
    ),
    ways=(
        ("deals", lazy("Pipeline"), "deal:see"),
        ("settings/pipelines", lazy("Pipelines"), "settings:workspace"),
        ("settings/currencies", lazy("Currencies"), "settings:workspace"),
    ),
    pages=("deals", "settings/pipelines", "settings/currencies"),
)
LEADS: Final = Topic(
    key="leads",
    title=lazy("Leads: forms, scores, routing"),
    points=(
        lazy(
            "A web form has a page of its own and can stand on your website; it asks for consent."
        ),
        lazy(
            "Rules give points for who a lead is and what it does; the sum is 0 to 100, and fades."
        ),
        lazy(
            "Routing gives a lead to somebody at work: in turn, by load, or to the first to accept."
        ),
        lazy("Converting makes company, contact and deal of it at once, and can be taken back."),
        lazy("The page Course of a lead says who was asked when, and how soon somebody answered."),
    ),
    ways=(
        ("leads", lazy("Leads"), "lead:see"),
        ("settings/forms", lazy("Web forms"), "settings:workspace"),
        ("settings/scoring", lazy("Lead scoring"), "settings:workspace"),
        ("settings/routing", lazy("Lead routing"), "settings:workspace"),
    ),
    pages=("leads", "settings/forms", "settings/scoring", "settings/routing"),
)
CALENDAR: Final = Topic(
    key="calendar",
    title=lazy("Calendar, route and check-in"),
    points=(
        lazy("Drag an appointment to another hour or day, or open it and press Edit."),
        lazy("Of one that comes again, only the dragged time moves; the message offers Undo."),
        lazy("An address of your own shows appointments and tasks in Outlook, Google or Apple."),
        lazy("Route of the day puts the visits in the order of the shortest way."),
        lazy("Check in at a customer proves a visit, if you stand near enough to their place."),
        lazy("Waiting for me gathers what is overdue, due today, and about to leave you."),
    ),
    ways=(
        ("calendar", lazy("Calendar"), "appointment:see"),
        ("calendar/feed", lazy("In your calendar program"), "appointment:see"),
        ("calendar/route", lazy("Route of the day"), "appointment:see"),
    ),
    pages=("calendar", "appointments", "queue", "settings/care"),
)
NUMBERS: Final = Topic(
    key="numbers",
    title=lazy("Numbers and how they are reckoned"),
    points=(
        lazy("Every number opens the rows behind it. Each person's numbers count what they see."),
        lazy("Sums are in the workspace's currency, by the rate of the day."),
    ),
    formulas=(
        Formula(
            lazy("Conversion"),
            lazy("deals that reached a stage ÷ deals that reached the one before, by day of entry"),
            lazy("cohort funnel"),
        ),
        Formula(
            lazy("Velocity a day"),
            lazy("open deals × win rate × average amount ÷ days to win"),
            lazy("sales velocity equation"),
        ),
        Formula(
            lazy("Win rate"),
            lazy("won ÷ (won + lost), with the range in which chance alone could move it"),
            lazy("interval of Wilson, 1927"),
        ),
        Formula(
            lazy("Weighted"),
            lazy("amount × probability of the deal, else of its stage"),
            lazy("expected value"),
        ),
        Formula(
            lazy("Forecast"),
            lazy("won + commit + best case and pipeline, weighted; lost deals never count"),
            lazy("forecast categories"),
        ),
        Formula(
            lazy("Accuracy"),
            lazy("1 − |forecast − won| ÷ won, by the first Monday of the period"),
            lazy("relative error"),
        ),
        Formula(
            lazy("Coverage"), lazy("open pipeline ÷ (target − won)"), lazy("pipeline coverage")
        ),
        Formula(
            lazy("Pace"),
            lazy("reached ÷ (target × workdays that have begun ÷ workdays)"),
            lazy("linear by workdays, Monday to Friday"),
        ),
    ),
    ways=(
        ("numbers", lazy("Numbers"), "deal:see"),
        ("numbers/targets/setting", lazy("Set targets"), "deal:transfer"),
    ),
    pages=("numbers",),
)
TOPICS: Final = (POOL, DEALS, LEADS, CALENDAR, NUMBERS)
