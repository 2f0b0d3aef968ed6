"""The ways into the settings: what is one's own, and what is the workspace's."""

from kernel.i18n import lazy as _
from web.nav import Entry, navigation

navigation.add(
    "settings",
    Entry(
        key="profile",
        label=_("Profile"),
        icon="user",
        path="settings/profile",
        order=10,
    ),
    Entry(
        key="security",
        label=_("Sign-in and devices"),
        icon="lock",
        path="settings/security",
        order=20,
    ),
    Entry(
        key="notifications",
        label=_("Notifications"),
        icon="bell",
        path="settings/notifications",
        order=30,
    ),
    Entry(
        key="workspace",
        label=_("Workspace"),
        icon="building-2",
        path="settings/workspace",
        order=110,
        permission="settings:workspace",
    ),
    Entry(
        key="people",
        label=_("People"),
        icon="users",
        path="settings/people",
        order=120,
        permission="settings:people",
    ),
    Entry(
        key="teams",
        label=_("Teams"),
        icon="network",
        path="settings/teams",
        order=130,
        permission="settings:teams",
    ),
    Entry(
        key="roles",
        label=_("Roles"),
        icon="shield",
        path="settings/roles",
        order=140,
    ),
    Entry(
        key="keys",
        label=_("API keys"),
        icon="key-round",
        path="settings/keys",
        order=150,
        permission="settings:keys",
    ),
    Entry(
        key="audit",
        label=_("Audit"),
        icon="history",
        path="settings/audit",
        order=160,
        permission="settings:audit",
    ),
)
