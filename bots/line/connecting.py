"""What an administrator does to bring the bot into LINE."""

from typing import Final

from bots.gateway.network import Network, Setting
from kernel.i18n import lazy

NETWORK: Final = Network(
    channel="line",
    label="LINE",
    console="https://developers.line.biz/console/",
    answers_customers=True,
    settings=(
        Setting(
            name="secret",
            label=lazy("Channel secret"),
            hint=lazy("The channel's “Basic settings”."),
            pattern=r"[0-9a-fA-F]{20,100}",
        ),
        Setting(
            name="token",
            label=lazy("Channel access token"),
            hint=lazy("“Messaging API”, Channel access token (long-lived)."),
            pattern=r"[A-Za-z0-9+/=_.-]{20,1000}",
        ),
    ),
    steps=(
        lazy("Make an official account of LINE, and switch on the Messaging API for it."),
        lazy("In LINE Developers open its channel; issue a long-lived channel access token."),
        lazy("Give the channel secret and the token below, and press Connect."),
        lazy(
            "Under “Messaging API” paste the address that is shown here then as Webhook URL, "
            "switch on “Use webhook”, and press Verify."
        ),
        lazy("In the account's settings switch off the automatic answers of LINE itself."),
    ),
    binding=lazy("Add the account as a friend in LINE, and write this to it:"),
)
