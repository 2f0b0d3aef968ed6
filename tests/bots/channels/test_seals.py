"""Seals and signatures, by what the networks published themselves.

WeCom: the example of its documentation (path 90968) and of its sample library (sample.go).
Feishu: the example of decryption in its documentation. DingTalk publishes a rule and no example.
"""

import pytest

from bots.dingtalk.adapter import signature as dingtalk
from bots.feishu.seal import opened as open_feishu
from bots.gateway.channel import Unsound
from bots.wecom.seal import opened, signature
from bots.wecom.xml import flat

COMPANY, TOKEN = "wx5823bf96d3bd56c7", "QDG6eK"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3Qczc"
    "dCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLj"
    "vd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMn"
    "vw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k"
    "22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2Yoy"
    "yH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def test_wecoms_own_examples_are_signed_and_opened():
    signed = signature(TOKEN, "1409659813", "1372623149", MESSAGE)
    assert signed == "477715d11cdb4164915debcba66cb864d751f3e6"
    told = flat(opened(KEY, COMPANY, MESSAGE))
    assert (told["Content"], told["MsgId"]) == ("hello", "4561255354251345929")
    signed = signature(TOKEN, "1409659589", "263014780", ECHO)
    assert signed == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert opened(KEY, COMPANY, ECHO) == b"1616140317555161061"


def test_what_wecom_sealed_for_another_company_is_not_for_us():
    with pytest.raises(Unsound):
        opened(KEY, "wx0000000000000000", MESSAGE)
    with pytest.raises(Unsound):
        opened(KEY[::-1], COMPANY, MESSAGE)


def test_feishus_own_example_is_opened():
    sealed = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="
    assert open_feishu("test key", sealed) == b"hello world"
    for key, other in (("another key", sealed), ("test key", sealed[:-8]), ("test key", "")):
        with pytest.raises(Unsound):
            open_feishu(key, other)


def test_dingtalk_signs_the_time_with_the_secret():
    # printf '1577262236757\nsecret' | openssl dgst -sha256 -hmac secret -binary | base64
    assert dingtalk("secret", "1577262236757") == "TIz5XcFHyeEuCoyc+5d9DoNiRC3txFfOzZU76lmRbYc="


@pytest.mark.parametrize(
    "bomb",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
        b"<xml><Content>open",
        b"\x00",
        b"",
    ],
)
def test_xml_holds_names_and_texts_and_nothing_else(bomb):
    with pytest.raises(Unsound):
        flat(bomb)
