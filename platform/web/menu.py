"""The menu of the first day; a slice that brings its own entry replaces the one here."""

from kernel.i18n import lazy as _
from web.nav import Entry, Navigation


def stand_up(navigation: Navigation) -> None:
    """Fill the side bar, the phone bar and the New menu."""
    navigation.add(
        "main",
        Entry(key="home", label=_("Home"), icon="house", path="", order=10, letter="h", phone=True),
        Entry(
            key="contacts",
            label=_("Contacts"),
            icon="users",
            path="contacts",
            order=20,
            permission="contact:see",
            letter="c",
            phone=True,
        ),
        Entry(
            key="companies",
            label=_("Companies"),
            icon="building-2",
            path="companies",
            order=30,
            permission="company:see",
            letter="o",
        ),
        Entry(
            key="activities",
            label=_("Activities"),
            icon="calendar-days",
            path="activities",
            order=40,
            permission="activity:see",
            letter="a",
        ),
        Entry(
            key="tasks",
            label=_("Tasks"),
            icon="list-checks",
            path="tasks",
            order=50,
            permission="task:see",
            letter="t",
            phone=True,
        ),
        Entry(key="search", label=_("Search"), icon="search", path="search", order=60, letter="s"),
        Entry(
            key="chat",
            label=_("Chat"),
            icon="message-square",
            path="chat",
            order=70,
            letter="m",
            phone=True,
        ),
    )
    navigation.add(
        "foot",
        Entry(
            key="settings",
            label=_("Settings"),
            icon="settings",
            path="settings",
            order=90,
            letter=",",
        ),
    )
    navigation.add(
        "new",
        Entry(
            key="contact",
            label=_("New contact"),
            icon="user-plus",
            path="contacts/new",
            order=10,
            permission="contact:create",
        ),
        Entry(
            key="company",
            label=_("New company"),
            icon="building-2",
            path="companies/new",
            order=20,
            permission="company:create",
        ),
        Entry(
            key="activity",
            label=_("Log activity"),
            icon="notebook-pen",
            path="activities/new",
            order=30,
            permission="activity:create",
        ),
        Entry(
            key="task",
            label=_("New task"),
            icon="list-plus",
            path="tasks/new",
            order=40,
            permission="task:create",
        ),
    )
