"""What an administrator does to bring the bot into WhatsApp."""

from typing import Final

from bots.gateway.network import Network, Setting
from kernel.i18n import lazy

NETWORK: Final = Network(
    channel="whatsapp",
    label="WhatsApp",
    console="https://developers.facebook.com/apps/",
    answers_customers=True,
    settings=(
        Setting(
            name="number",
            label=lazy("Phone number ID"),
            hint=lazy("“WhatsApp”, API Setup: the ID, not the number itself."),
            secret=False,
            pattern=r"[0-9]{5,40}",
        ),
        Setting(
            name="token",
            label=lazy("Access token"),
            hint=lazy("Of a system user, without an end, with whatsapp_business_messaging."),
            pattern=r"[A-Za-z0-9_.|-]{20,1000}",
        ),
        Setting(
            name="secret",
            label=lazy("App secret"),
            hint=lazy("“App settings”, Basic."),
            pattern=r"[0-9a-fA-F]{20,100}",
        ),
        Setting(
            name="template",
            label=lazy("Template for what we say first"),
            hint=lazy(
                "Name and language, such as guanxi_notice|en_US: a template with one text in its "
                "body. WhatsApp lets a bot write freely for 24 hours after somebody's last "
                "message only; without a template reminders after that do not arrive there."
            ),
            secret=False,
            required=False,
            pattern=r"[a-z0-9_]{1,512}\|[a-z]{2,3}(_[A-Z]{2})?",
        ),
    ),
    steps=(
        lazy("In Meta for Developers make an app of type Business, and add WhatsApp to it."),
        lazy("Register your firm's number there, and make a system user's access token."),
        lazy("Give the phone number ID, the token and the app secret below, and press Connect."),
        lazy(
            "Under “WhatsApp”, Configuration, paste the address and the verify token that are "
            "shown here then, and subscribe to the field “messages”."
        ),
    ),
    binding=lazy("Write this in WhatsApp to the firm's number:"),
)
