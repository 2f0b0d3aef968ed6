"""Help with what every record has: lists, views, import, duplicates, rights, privacy."""

from typing import Final

from app.help.parts import Topic
from kernel.i18n import lazy

LISTS: Final = Topic(
    key="lists",
    title=lazy("Lists and fields"),
    points=(
        lazy("Click a column to sort by it; Columns chooses which are shown and in which order."),
        lazy("A filter is a row of conditions; each one is a chip, and its cross takes it away."),
        lazy("Double-click a value, or press its pencil, to change it in the list."),
        lazy("Select rows to change, share, tag or delete all of them at once."),
        lazy("Layout shows the same rows grouped, as a board or in a calendar."),
        lazy(
            "Administrators add fields of the firm's own under Fields; they can be filtered, "
            "imported and exported like ours. Lists holds the words from which people choose."
        ),
    ),
    ways=(
        ("settings/fields", lazy("Fields"), "settings:workspace"),
        ("settings/lists", lazy("Lists"), "settings:workspace"),
    ),
    pages=(
        "companies",
        "contacts",
        "activities",
        "products",
        "competitors",
        "tasks",
        "settings/fields",
        "settings/lists",
        "settings/data-standard",
    ),
)
VIEWS: Final = Topic(
    key="views",
    title=lazy("Saved views and segments"),
    points=(
        lazy("Save view keeps filter, order, columns and layout under a name."),
        lazy("A view is yours, your team's or everybody's; it never shows more than one may see."),
        lazy("Pinned views are the first tabs of the list; one of them can open with the list."),
        lazy("A segment is a filter whose growth is watched: each night it is noted who came."),
    ),
    ways=(("segments", lazy("Segments"), None),),
    pages=("segments",),
)
IMPORT: Final = Topic(
    key="import",
    title=lazy("Import, export and taking back"),
    points=(
        lazy("Import takes Excel and text files; say once what the columns mean."),
        lazy("Dates and decimals are asked for where a file could be read in two ways."),
        lazy("The dry run says line by line what would happen. Nothing is written before."),
        lazy("Lines with errors come back as a file: mend them there and send it again."),
        lazy("An import can be undone for 7 days; what was edited since stays as it is."),
        lazy("A list is exported as it is shown; Export everything packs the whole workspace."),
    ),
    ways=(
        ("imports", lazy("Import"), None),
        ("settings/exports", lazy("Export everything"), "settings:workspace"),
        ("settings/changes", lazy("Recent changes"), None),
    ),
    pages=("imports", "settings/exports", "settings/changes"),
)
DUPLICATES: Final = Topic(
    key="duplicates",
    title=lazy("Duplicates and merging"),
    points=(
        lazy("New and imported records are compared by name, address, telephone and website."),
        lazy("Names are compared by sound too, and Chinese ones by their pinyin."),
        lazy("Merging asks field by field what stays; activities, deals and files move along."),
        lazy("A merge can be taken apart again."),
        lazy("Two that are not the same are said to be so once, and not suspected again."),
    ),
    ways=(("companies/duplicates", lazy("Duplicates"), None),),
    pages=("companies/duplicates", "contacts/duplicates"),
)
HIDDEN: Final = Topic(
    key="hidden",
    title=lazy("Roles and hidden fields"),
    points=(
        lazy("A role says for each type who may see, create, edit, delete, export and give away."),
        lazy("How far that reaches: own records, shared ones, the team's, the teams below, all."),
        lazy("A hidden field is as if it did not exist; a masked one shows its last characters."),
        lazy("The preview of a role shows what a colleague would see with it."),
        lazy("Each record says who can see it and why, and can be shared until a day."),
    ),
    ways=(("settings/roles", lazy("Roles"), "settings:roles"),),
    pages=("settings/roles", "settings/people", "settings/teams"),
)
WEBHOOKS: Final = Topic(
    key="webhooks",
    title=lazy("Other programs: webhooks and API"),
    points=(
        lazy("A webhook tells another program what happened, and only what its maker may see."),
        lazy("Messages are signed as Standard Webhooks says; the secret is shown once."),
        lazy("What fails is sent again with growing pauses; after 5 days it is switched off."),
        lazy("A new secret works beside the old one for a day."),
        lazy("An API key has at most the rights of the member who made it."),
    ),
    ways=(
        ("settings/webhooks", lazy("Webhooks"), "settings:webhooks"),
        ("settings/keys", lazy("API keys"), "settings:keys"),
    ),
    pages=("settings/webhooks", "settings/keys"),
)
PRIVACY: Final = Topic(
    key="privacy",
    title=lazy("Privacy"),
    points=(
        lazy("A person's page keeps what they agreed to, when, how and in which words."),
        lazy("The newest word holds: who has withdrawn is not in a list of those who agreed."),
        lazy("Erasing a person takes them out everywhere and leaves a certificate without a name."),
        lazy("An erased address that comes in again is recognised, without being kept."),
        lazy("A retention rule lets go of what is old enough, and says first how many there are."),
    ),
    ways=(
        ("settings/privacy", lazy("Privacy"), "settings:privacy"),
        ("settings/retention", lazy("Retention"), "settings:privacy"),
    ),
    pages=("settings/privacy", "settings/retention", "settings/disclosures"),
)
TOPICS: Final = (LISTS, VIEWS, IMPORT, DUPLICATES, HIDDEN, WEBHOOKS, PRIVACY)
