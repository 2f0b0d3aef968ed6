"""How an administrator connects WeCom: what to copy from where to where."""

from typing import Final

from bots.gateway.network import Network, Setting
from bots.wecom.updates import CHANNEL
from kernel.i18n import lazy

WECOM: Final = Network(
    channel=CHANNEL,
    label=lazy("WeCom"),
    console="https://work.weixin.qq.com/wework_admin/frame#apps",
    settings=(
        Setting(
            name="corp_id",
            label=lazy("Company ID (CorpID)"),
            hint=lazy("My Company, Company Info"),
            secret=False,
            pattern=r"w[wx][0-9a-zA-Z]{6,40}",
        ),
        Setting(name="agent_id", label=lazy("AgentId"), secret=False, pattern=r"[0-9]{1,12}"),
        Setting(name="secret", label=lazy("Secret"), hint=lazy("On the page of the app")),
        Setting(
            name="token",
            label=lazy("Token"),
            hint=lazy("Receive messages, Set API; make one there"),
            pattern=r"[0-9a-zA-Z]{1,32}",
        ),
        Setting(
            name="aes_key",
            label=lazy("EncodingAESKey"),
            hint=lazy("The same page; make one there"),
            pattern=r"[0-9a-zA-Z]{43}",
        ),
    ),
    steps=(
        lazy("In the admin console create an app under Apps, for the colleagues who shall use it."),
        lazy("On its page open Receive messages, Set API, and make a token and a key there."),
        lazy("Paste the five values here and connect: this page then shows the address."),
        lazy("Paste the address as the URL there, and save: WeCom asks us at once."),
        lazy(
            "Then add this server's address to the trusted IPs of the app, or WeCom takes nothing "
            "from us."
        ),
    ),
    binding=lazy("Open the app under Workbench, and write this to it:"),
)
