"""What is said in many ways between seller and buyer, in both languages: one line, one matter."""

import re
from functools import cache
from typing import Final, NamedTuple, cast

from search.asking.expected import Kind
from search.text.folding import fold
from search.text.tokens import UNSPACED, tokens

# Left of the bar English, right of it Chinese; a question with one of them asks for all of them.
# What stands before a colon is as good: who asks for a price is answered by an amount of money.
MATTERS: Final = """
money: price, cost, charge, costs, dear, expensive, pay at, asking price, offers, quote, quoted | 价格, 价, 多少钱, 单价, 报价, 贵, 售价, 费用, 报多少, 卖多少, 给他们
price increase, raise, raised prices, increase, went up, dearer | 涨价, 涨, 提价, 上调
share: discount, rebate, % off, off the price, reduction, less, cheaper, lower | 折扣, 优惠, 让利, 再降, 降价, 便宜, 让, 降, 低
budget, money, funds | 预算, 批了, 已批, 没钱
no budget, no money | 没预算, 没钱, 没有预算
payment terms, terms, pay, pays, payment, net, instalments, prepayment, in advance, consignment | 付款, 账期, 月结, 结算, 付, 分期, 质保金, 预付, 寄售, 回款
offer, quote, quotation, tender, proposal, bid | 报价, 方案, 标书, 投标, 报价单
open offer, offer still open, pending offer, outstanding quote | 报价还没定, 没定, 没定的报价
tender documents, tender, bid | 招标, 招标文件, 投标
decide, decision maker, final say, decision, signs off, in charge | 拍板, 说了算, 做主, 决定
has to sign, sign, signature | 签字, 签名, 审批
against us, opposed, opposes, oppose, opponent, resists | 反对, 不支持
for us, supporter, in favour, champion | 支持, 帮我们
delivery, deliver, delivers, lead time, shipping, delivery time | 交货, 交期, 发货, 供货周期, 货期, 到货
late delivery, delay, delayed, late | 交货延误, 交货晚, 延误, 晚了, 拖延, 迟
goods in, receiving, accept goods, goods accepted, deliveries accepted, goods arrive, deliver goods, bring goods, unloading | 收货, 卸货, 送货
worried, worry, worries, concern, concerned, afraid, doubt, not convinced | 担心, 不放心, 顾虑, 怕, 疑虑
annoyed, angry, upset, unhappy, complaint, complain, complains, not amused, dissatisfied | 生气, 不高兴, 有意见, 不满, 投诉, 抱怨, 恼火, 还在气, 气什么
happy, satisfied, pleased, run well, no complaints, likes | 满意, 高兴, 好用, 用得好, 没投诉, 喜欢
prefers, likes, easier to order, convenient, finds easier | 喜欢, 方便, 下单方便, 偏爱, 习惯
warranty, guarantee | 质保, 保修, 保质期, 三包
certificate, certification, certified, approval, standard, audit papers, compliance, atex, iso, fsc, ce mark | 认证, 批件, 证书, 资质, 标准, 合格证, 许可
require, requirement, must, must have, is a must, otherwise no go, needs, insists, condition | 要求, 必须, 不然免谈, 不能少, 条件, 免谈, 要齐
audit, inspection, auditor | 审核, 审计, 验厂, 检查
contract, agreement, bound, tied, locked in, months left, years left, left with, expires, runs until | 合同, 协议, 年框, 到期, 绑定
frame contract, framework agreement, blanket order | 年框, 框架协议, 长期合同
agreed, agree, settled, deal closed, signed, said yes, verbal ok | 谈妥, 同意, 签了, 敲定, 说好, 拿下, 成交
order, ordered, po came in, purchase order, bought | 订单, 下单, 订了, 采购, 拿下, 签了
repeat order, reorder, reordered, order again, same terms | 返单, 续订, 再订, 追加, 复购
supplier, supply, supplies, supplied, all from, buys from, buy, source, sourced, vendor | 供应商, 供货, 供的, 供应, 供, 全是, 从哪买, 用谁的, 现在用
second source, second supplier, alternative supplier | 第二供应商, 备选供应商
was there, visited, visit, came by, called on | 来过, 拜访, 上门, 到访
stock, inventory, stock lasts | 库存, 存货, 够用
second site, new site, new plant, new factory, new location, another location, another site, opens | 新厂, 开新厂, 分厂, 新工厂, 新厂房, 分店
buying moves, purchasing moves, central purchasing | 采购并到, 集中采购, 总部采购
new line, extension, expanded, doubled, growing | 新线, 投产, 扩建, 扩产
turnover, revenue | 产值, 营业额, 销售额, 营收
park, parking, where to park, car park | 停车, 车位
gate, entrance, reception desk, ring | 门卫, 大门, 登记, 前台
is new, new buyer, came from, worked before, worked at, previously, formerly, used to work | 新来的, 以前在, 原来在, 之前在, 跳槽
away, absent, holiday, vacation, off until, is back, back on, returns | 不在, 请假, 休假, 才上班, 回来, 上班, 出差
span: old, age, in use since, run years, years now, replacement, replace | 旧, 老, 用了, 年头, 更换, 要换
replacement, replace, renew, swap | 更换, 要换, 替换, 换新
trial, test order, sample first, pilot | 试用, 先试, 试单, 试订
sample | 样品, 寄样
minimum order, order size, moq | 起订量, 最小订量, 起订
spare parts, spares | 备件, 配件
service, maintenance contract, service contract | 维保, 维保合同, 服务合同, 保养
invoice, bill, billing | 发票, 开票, 账单
wrong invoice, invoice wrong | 发票开错
short delivery, last delivery, last lot, too few, missing items | 少发货, 缺货, 少货, 上批货
broken, damaged, scratched, defective, defect, burnt | 破损, 坏, 划伤, 烧了, 损坏, 故障
complaint handled, credit note, refund, compensation | 给说法, 赔偿, 退款, 退货
interested, interest | 有兴趣, 感兴趣, 意向
meeting, met, meet | 见面, 见到, 会面, 开会
call, phone, rang | 电话, 来电, 回电
demo, demonstration, presentation | 演示, 展示
trade fair, fair, exhibition, show | 展会, 展览会, 博览会
reference, references, case study, case studies | 案例, 客户案例, 业绩
drawing, drawings, plan | 图纸, 图
data sheet, catalogue, documents, brochure | 资料, 样本, 目录, 说明书
price list, next year's prices | 价目表, 明年价格
fixed price, price lock | 一年不涨价, 锁价, 不涨价
buy-back, trade-in, take back old | 旧设备回收, 以旧换新, 回收
installation, install, commissioning | 安装, 调试, 上线
promise, promised, promises, commit, follow up, next step | 答应, 承诺, 下一步, 跟进, 约
owner, boss, managing director | 老板, 领导, 总经理, 董事长
buyer, purchasing, procurement | 采购, 采购员
plant manager, works manager | 厂长, 生产厂长
finance, finance director, accounts, accounting | 财务, 财务总监, 会计
engineer, maintenance, technical | 工程师, 设备科, 技术
explosion proof, atex | 防爆, 防爆认证
too high, too expensive, too dear | 太高, 太贵, 觉得贵, 嫌贵, 贵
too long, too slow | 太长, 太慢, 太久
too short | 嫌短, 太短, 短
parking behind | 停车在
problem, issue, trouble, wrong, went wrong, is a problem | 问题, 麻烦, 故障, 出错
quality | 质量, 品质
safety, safe | 安全
training, train | 培训
software, system | 软件, 系统
competitor price | 竞品价格, 对手报价
won, win, won the order | 赢单, 拿下, 中标
lost, lose, lost the order | 输单, 丢单, 丢了, 没中
reason, because | 原因, 因为
objection | 异议, 顾虑, 反对意见
birthday | 生日
address | 地址
email, mail address | 邮箱, 邮件
phone number, telephone | 电话, 手机, 号码
employees, staff, headcount | 员工, 人数
bank account, bank | 银行账号, 开户行, 银行
tax number, vat number | 税号, 纳税人识别号
lawyer, legal counsel | 律师, 法律顾问
weather | 天气
password | 密码
hotel | 酒店, 宾馆
"""
HAN: Final = re.compile(f"[{UNSPACED}]")


class Phrase(NamedTuple):
    """One way to say a matter: stems between blanks, or Chinese characters as they stand."""

    said: str
    chinese: bool

    def stands_in(self, text: "Said") -> bool:
        return self.said in (text.folded if self.chinese else text.stems)


class Matter(NamedTuple):
    """All ways in which one thing may be said, and the kinds of values that say it too."""

    phrases: frozenset[Phrase]
    # The usual way to say it, in each language.
    first: frozenset[Phrase]
    kinds: frozenset[Kind]


class Said(NamedTuple):
    """A sentence made comparable: folded, and its stems between blanks."""

    folded: str
    stems: str


def said(text: str) -> Said:
    folded = fold(text)
    stems = " ".join(token.term for token in tokens(folded) if not HAN.match(token.term))
    return Said(folded, f" {stems} ")


@cache
def matters() -> tuple[Matter, ...]:
    return tuple(_matter(line) for line in MATTERS.strip().splitlines())


@cache
def by_phrase() -> dict[Phrase, frozenset[int]]:
    """The numbers of the matters that each phrase belongs to, the longest phrases first."""
    found: dict[Phrase, set[int]] = {}
    for number, matter in enumerate(matters()):
        for phrase in matter.phrases:
            found.setdefault(phrase, set()).add(number)
    ordered = sorted(found, key=lambda phrase: -len(phrase.said))
    return {phrase: frozenset(found[phrase]) for phrase in ordered}


def _matter(line: str) -> Matter:
    kind, _colon, rest = line.rpartition(":")
    halves = [[_phrase(text.strip()) for text in half.split(",")] for half in rest.split("|")]
    return Matter(
        frozenset(phrase for half in halves for phrase in half),
        frozenset(half[0] for half in halves),
        frozenset([cast("Kind", kind)] if kind else []),
    )


def _phrase(text: str) -> Phrase:
    folded = fold(text)
    if HAN.search(folded):
        return Phrase(folded, chinese=True)
    return Phrase(said(text).stems, chinese=False)
