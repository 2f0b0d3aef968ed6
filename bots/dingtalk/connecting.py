"""How an administrator connects DingTalk: what to copy from where to where."""

from typing import Final

from bots.dingtalk.updates import CHANNEL
from bots.gateway.network import Network, Setting
from kernel.i18n import lazy

DINGTALK: Final = Network(
    channel=CHANNEL,
    label=lazy("DingTalk"),
    console="https://open-dev.dingtalk.com",
    settings=(
        Setting(
            name="app_key",
            label=lazy("Client ID (AppKey)"),
            hint=lazy("Credentials & Basic Info"),
            secret=False,
            pattern=r"[0-9a-zA-Z]{6,64}",
        ),
        Setting(name="app_secret", label=lazy("Client Secret (AppSecret)")),
        Setting(
            name="robot_code",
            label=lazy("RobotCode"),
            hint=lazy("On the page of the robot; mostly it is the Client ID"),
            secret=False,
            pattern=r"[0-9a-zA-Z_-]{6,64}",
        ),
    ),
    steps=(
        lazy("In the developer console create an app of your company, and add a robot to it."),
        lazy("Permissions: qyapi_robot_sendmsg, and messages of robots to groups."),
        lazy("Paste the three values here and connect: this page then shows the address."),
        lazy(
            "At the robot choose Stream as the way of receiving, which needs no public address, or "
            "HTTP, and paste the address there."
        ),
        lazy("Publish the robot. In a group it hears only messages that mention it."),
    ),
    binding=lazy("Find the robot by its name in the search, and write this to it:"),
)
