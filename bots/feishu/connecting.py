"""How an administrator connects Feishu or Lark: what to copy from where to where."""

from typing import Final

from bots.gateway.network import Network, Setting
from kernel.i18n import lazy

_APP: Final = (
    Setting(name="app_id", label=lazy("App ID"), secret=False, pattern=r"cli_[A-Za-z0-9]+"),
    Setting(name="app_secret", label=lazy("App Secret"), hint=lazy("Credentials & Basic Info")),
    Setting(
        name="verification_token",
        label=lazy("Verification Token"),
        hint=lazy("Events & Callbacks, Encryption Strategy"),
    ),
    Setting(
        name="encrypt_key",
        label=lazy("Encrypt Key"),
        hint=lazy("The same page; with it all that comes is signed and sealed"),
        required=False,
    ),
)
_STEPS: Final = (
    lazy("In the developer console create a custom app, and add the Bot capability."),
    lazy(
        "Permissions: im:message, im:message.p2p_msg:readonly, im:message.group_at_msg:readonly, "
        "im:message:send_as_bot, im:resource."
    ),
    lazy("Paste the four values here and connect: this page then shows the address."),
    lazy(
        "Events & Callbacks: paste the address as the request URL, of events and of callbacks "
        "both; add the event im.message.receive_v1 and the callback card.action.trigger."
    ),
    lazy("Release a version of the app, and let your administrator approve it."),
)
_BINDING: Final = lazy("Find the bot by its name in the search, and write this to it:")

FEISHU: Final = Network(
    channel="feishu",
    label=lazy("Feishu"),
    console="https://open.feishu.cn/app",
    settings=_APP,
    steps=_STEPS,
    binding=_BINDING,
)
LARK: Final = Network(
    channel="lark",
    label=lazy("Lark"),
    console="https://open.larksuite.com/app",
    settings=_APP,
    steps=_STEPS,
    binding=_BINDING,
)
