"""What a made-up firm knows: what was learnt, what to say, in its own language."""

from typing import Final

import msgspec


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """`product` and `rival` are places in the trade's lists; `helped` are the votes it got."""

    kind: str
    topic: str
    name: str
    text: str
    answer: str = ""
    state: str = "published"
    product: int | None = None
    rival: int | None = None
    helped: int = 0
    stale: bool = False


def _piece(kind: str, topic: str, name: str, text: str, answer: str = "", **more: object) -> Piece:
    return msgspec.convert(
        {"kind": kind, "topic": topic, "name": name, "text": text, "answer": answer, **more}, Piece
    )


PIECES: Final[dict[str, tuple[Piece, ...]]] = {
    "en": (
        _piece(
            "objection",
            "price",
            "“Your price is too high”",
            "Heard in most first talks; nearly always the purchase price is compared alone.",
            "Ask for hours of use a year, then compare five years: power and service are three "
            "quarters of the cost, and there we are 15 to 20 percent below.",
            helped=4,
        ),
        _piece(
            "objection",
            "delivery",
            "“Twelve weeks is too long”",
            "Comes up when a line is down. The long part is the motor, not us.",
            "Offer the standard motor in four weeks and the special one as an exchange later.",
            helped=3,
        ),
        _piece(
            "objection",
            "trust",
            "“Who else uses them?”",
            "Asked by plants that buy from us for the first time.",
            "Name two customers in their trade, and offer a visit on site. Nobody bought after a "
            "brochure, most did after a visit.",
            helped=2,
        ),
        _piece(
            "objection",
            "payment",
            "“We only pay after 60 days”",
            "Large groups ask for it by rule.",
            "30 days, or 2 percent discount within 10. Sixty only with approval by finance.",
            stale=True,
        ),
        _piece(
            "competitor",
            "competitor",
            "Against {rival}",
            "{rival} is quick with quotes and weak after the sale: parts take weeks.",
            "Do not talk about price first. Ask who repairs at night, and show our spare parts "
            "list with the days of delivery.",
            rival=0,
            helped=3,
        ),
        _piece(
            "competitor",
            "price",
            "{rival} undercuts in the last week",
            "Twice this year they came back 10 percent lower after our offer.",
            "Agree the date of the decision beforehand, and bring the service contract then.",
            rival=1,
            helped=1,
        ),
        _piece(
            "pricing",
            "price",
            "Discounts on {product}",
            "Up to 5 percent by the rep, 10 by the manager, from ten pieces 3 percent by itself.",
            "Give something for it: a frame order, a reference, payment within ten days.",
            product=0,
        ),
        _piece(
            "playbook",
            "sample",
            "A trial that ends in an order",
            "Trials without a date drag on for months.",
            "Four weeks, written goals, a named user, and the price agreed before it starts.",
            helped=2,
        ),
        _piece(
            "need",
            "service",
            "Night service",
            "Food and hospitals ask for somebody who comes at night.",
            "The service contract “plus” has it; quote it as a second line, never inside.",
        ),
        _piece(
            "lesson",
            "decision",
            "Lost because the technician was not asked",
            "The buyer was convinced; the technician found out last and blocked it.",
            "From the second talk on both at the table.",
        ),
        _piece(
            "objection",
            "change",
            "“We have always bought from somebody else”",
            "Heard at three customers this month.",
            state="captured",
        ),
        _piece(
            "need",
            "function",
            "They ask for an interface to their control room",
            "Two plants want the readings in their own system.",
            state="captured",
        ),
    ),
    "zh": (
        _piece(
            "objection",
            "price",
            "“你们太贵了”",
            "第一次谈几乎都会听到，客户往往只比采购价。",
            "先问一年运行多少小时，再按五年总成本算：电费和维护占四分之三，这部分我们低15%到20%。",
            helped=4,
        ),
        _piece(
            "objection",
            "delivery",
            "“十二周交期太长”",
            "产线停了的时候最常见。慢在电机，不在我们。",
            "先用标准电机四周交货，特殊电机到货后再换。",
            helped=3,
        ),
        _piece(
            "objection",
            "trust",
            "“还有谁在用？”",
            "第一次采购的工厂都会问。",
            "说出两家同行业客户，并邀请现场参观。看样本下单的没有，看过现场的大多下单。",
            helped=2,
        ),
        _piece(
            "objection",
            "payment",
            "“我们只做月结60天”",
            "集团客户的规定。",
            "30天，或者10天内付款给2%折扣。60天必须财务同意。",
            stale=True,
        ),
        _piece(
            "competitor",
            "competitor",
            "如何赢{rival}",
            "{rival}报价快，售后弱：配件要等几周。",
            "先不谈价格。问夜里坏了谁来修，再给他看我们的备件清单和到货天数。",
            rival=0,
            helped=3,
        ),
        _piece(
            "competitor",
            "price",
            "{rival}最后一周压价",
            "今年两次在我们报价后又低了10%。",
            "提前约定定标日期，服务合同留到那时再拿出来。",
            rival=1,
            helped=1,
        ),
        _piece(
            "pricing",
            "price",
            "{product}的折扣权限",
            "销售5%以内，经理10%以内，十台起自动3%。",
            "让价要换东西：框架订单、做案例、十天付款。",
            product=0,
        ),
        _piece(
            "playbook",
            "sample",
            "能成交的试用",
            "没有期限的试用会拖几个月。",
            "四周、书面目标、指定使用人，开始前先谈好价格。",
            helped=2,
        ),
        _piece(
            "need",
            "service",
            "夜间服务",
            "食品厂和医院需要夜里有人来修。",
            "“增强版”服务合同里有，单独列一行报价，不要打包进去。",
        ),
        _piece(
            "lesson",
            "decision",
            "丢单：没有找技术负责人",
            "采购已经同意，技术最后才知道，直接否了。",
            "第二次见面起，采购和技术都要在场。",
        ),
        _piece(
            "objection",
            "change",
            "“我们一直用别家的”",
            "这个月三家客户都这么说。",
            state="captured",
        ),
        _piece(
            "need",
            "function",
            "客户要求接入中控室",
            "两家工厂要把数据接到自己的系统。",
            state="captured",
        ),
    ),
}
# What was asked and found no answer; how often.
ASKED: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "en": (
        ("Do we ship to Norway, and who pays customs?", 3),
        ("Which certificates do food customers need?", 2),
        ("How long do we keep spare parts for old models?", 1),
    ),
    "zh": (
        ("能发货到越南吗，关税谁付？", 3),
        ("食品行业客户需要哪些证书？", 2),
        ("老型号的备件保留几年？", 1),
    ),
}
