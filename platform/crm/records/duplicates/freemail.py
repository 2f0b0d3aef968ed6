"""Hosts where anybody has an address: sharing one says nothing."""

_FREE = frozenset(
    (
        "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com "
        "icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com mail.com "
        "zoho.com fastmail.com hey.com tutanota.com tuta.io yandex.com yandex.ru mail.ru "
        "gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de "
        "mailbox.org orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr yahoo.fr "
        "live.fr hotmail.de yahoo.de outlook.de hotmail.co.uk yahoo.co.uk btinternet.com "
        "qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net vip.163.com sina.com sina.cn "
        "sohu.com 139.com 189.cn wo.cn aliyun.com 21cn.com tom.com yahoo.com.cn yahoo.cn "
        "naver.com daum.net yahoo.co.jp "
        "facebook.com linkedin.com weibo.com alibaba.com 1688.com taobao.com wix.com"
    ).split()
)


def is_free(host: str) -> bool:
    """Whether a host stands for everybody, and so for nobody."""
    return host in _FREE
