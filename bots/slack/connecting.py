"""What an administrator does to bring the bot into Slack."""

from typing import Final

from bots.gateway.network import Network, Setting
from kernel.i18n import lazy

NETWORK: Final = Network(
    channel="slack",
    label="Slack",
    console="https://api.slack.com/apps",
    settings=(
        Setting(
            name="token",
            label=lazy("Bot token"),
            hint=lazy("“OAuth & Permissions”, Bot User OAuth Token; it begins with xoxb-."),
            pattern=r"xoxb-[A-Za-z0-9-]{10,250}",
        ),
        Setting(
            name="signing",
            label=lazy("Signing secret"),
            hint=lazy("“Basic Information”, App Credentials."),
            pattern=r"[0-9a-fA-F]{20,100}",
        ),
    ),
    steps=(
        lazy("Create an app in Slack (“From scratch”) for your workspace there."),
        lazy(
            "Under “OAuth & Permissions” add the bot scopes app_mentions:read, chat:write, "
            "files:read, files:write, im:history, im:read, im:write; then install the app."
        ),
        lazy("Under “App Home” switch on the Messages tab, and let people write there."),
        lazy("Give the bot token and the signing secret below, and press Connect."),
        lazy(
            "Under “Event Subscriptions” paste the address that is shown here then, and subscribe "
            "to the bot events message.im and app_mention. Under “Interactivity” paste the same."
        ),
        lazy(
            "Commands are written without a slash there (today, find Hualian), for Slack keeps "
            "the slash for itself."
        ),
    ),
    binding=lazy("Write this to the app in Slack (Apps, in the side bar):"),
)
