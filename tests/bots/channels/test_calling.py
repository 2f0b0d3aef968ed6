"""Whom we call when somebody else says where a file lies: the network, and nobody else."""

import pytest

from bots.gateway import calling
from kernel.delivery import Hopeless

OURS = ("https://slack.com",)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://slack.com@evil.example/x",
        "https://evil.example#.slack.com",
        "http://files.slack.com/x",
        "https://slack.com:8443/x",
        "file:///etc/passwd",
        "//slack.com/x",
        "https://[::1",
        "",
    ],
)
async def test_a_file_is_fetched_from_the_networks_own_servers_only(url):
    with pytest.raises(Hopeless):
        await anext(calling.pieces(url, {}, of=OURS))
    assert calling.within("https://files.slack.com/a/b.png?t=1", OURS)
