"""By which words an objection, a need or a promise is known; the first that fits counts."""

import re
from typing import Final

Cue = tuple[str, re.Pattern[str]]


def _cues(**said: str) -> tuple[Cue, ...]:
    return tuple((topic, re.compile(pattern, re.IGNORECASE)) for topic, pattern in said.items())


OBJECTIONS: Final = _cues(
    payment=(
        r"\b((wants?|needs?|asks? for|insists? on) .{0,20}\d+ days|we only do \d+ days)\b|"
        r"(要求?|坚持|还要).{0,6}(月结|账期|\d+天)|只能\d+天|"
        r"\b(payment terms?|prepay\w*|deposit|down payment|pay(ing)? (up front|in advance))\b"
        r"(?!.{0,20}\b(paid|agreed|fine|ok)\b)|账期|预付"
        r"|付款(方式|条件)|回款(慢|周期)|不(接受|愿)先付"
    ),
    budget=(
        r"\b(no budget|budget (is |was |has been )?(cut|gone|frozen|tight|used up|exhausted)"
        r"|over (their |the |our )?budget|cannot afford|can't afford)\b"
        r"|(没有?|无)预算|预算(不够|不足|紧|被?砍|超|用完|没批)|超预算"
    ),
    price=(
        r"\b((offers?|charges?|quotes?|sells?) .{0,25}less|\d+ ?(%|percent) (off"
        r"|less|lower)|is too high|(see|know) why .{1,40}(charges|costs))\b|"
        r"比我们(低|便宜)|觉得.{0,3}贵|再降|为什么.{1,20}才\d|"
        r"\b(too (expensive|dear|pricey|costly)|over ?priced|(finds?|found|thinks?) .{0,30}\b"
        r"(expensive|dear)|(price|quote|offer|cost)s? (is"
        r"|are|was|seems?|looks?)? ?(still )?(far )?"
        r"(too )?(high|steep)|costs? too much|(price"
        r"|quote) (is )?an issue|cheaper"
        r"|higher than)\b"
        r"|嫌.{0,4}贵|太贵|偏贵|有点贵|贵了|(价格|报价|单价"
        r"|费用|成本)(还是)?(太|偏|有点|有些|比较|过)?高"
        r"|价格.{0,6}(接受不了|不能接受|没有优势|谈不拢)"
        r"|比.{1,12}(贵|高出)|(要求|希望)?(再)?(降价|压价|砍价)"
        r"|便宜(一?点|些|了?[\d.半一二两三四五六七八九十]+(成|%|个点|元|块))|更便宜"
    ),
    delivery=(
        r"\b(delivers? in \d+ (days|weeks))\b|"
        r"\d+(周|天)交货|"
        r"\b((delivery|lead) times?.{0,20}(too )?(long|late|slow)|too long to deliver"
        r"|(deliver(y|ies|ed)?|shipment|parts?) .{0,12}\b(late"
        r"|delayed|slow)|weeks? is too long)\b"
        r"|(货期|交期|交货期?|供货|发货|到货)(还是)?(太|偏|有点"
        r"|比较)?(慢|长|晚|久)|(交货|发货|到货)(延误|不及时)|等不了"
    ),
    quality=(
        r"\b(annoyed|angry|upset|complain\w*|had .{1,30} with our)\b|"
        r"生气|有意见|投诉|"
        r"\b(quality (problems?|issues?|concerns?|is (poor"
        r"|bad))|breaks? down|broke down|leak(s|ed|ing)"
        r"|too (loud|noisy)|nois[ey]\w*|defects?|failures?|unreliable|vibrat\w+)\b"
        r"|质量(问题|不|差|担心)|噪音|噪声|漏水|渗漏|故障|坏了|不耐用|不稳定|振动大"
    ),
    function=(
        r"\b((does not|doesn't|do not|don't|cannot|can't) (support|handle|fit|work with|connect)"
        r"|missing (a )?(feature|function)s?|lacks"
        r"|not compatible|incompatible|no (api|interface))\b"
        r"|不支持|不兼容|功能(不够|不全|缺|太少)|没有.{0,8}(功能|接口)|满足不了|对接不了"
    ),
    service=(
        r"\b(warranty .{0,15}too short)\b|"
        r"质保.{0,8}短|"
        r"\b((service|support|after-?sales) (is |was )?(too )?(slow|poor|bad|weak)"
        r"|(nobody|no one) (answers|answered|calls back|came)|slow (response|service))\b"
        r"|(售后|服务|响应|维修)(太|很|比较)?(慢|差|跟不上|不及时|没人)|没人(管|理|接)"
    ),
    trust=(
        r"\b(never heard of|no references?|wants? references?|too small (a )?(company|firm)"
        r"|not (sure|convinced) (about|of|by)|doubts?|sceptical|skeptical|worried (about|that))\b"
        r"|没听说过|没有?案例|不放心|信不过|怕你们|担心|顾虑|怀疑|靠不靠谱"
    ),
    change=(
        r"\b((happy|satisfied) with (their|the|his|her) (current|present|old|existing)"
        r"|(already|still) (have|has|got) a supplier"
        r"|used to the old|effort (of|to) (chang|switch)\w+"
        r"|too much (effort|work) to (change|switch))\b"
        r"|用惯了|已?有(固定|长期)?供应商|(更换|换|切换).{0,8}(麻烦|成本|风险)|不想换|懒得换"
    ),
    decision=(
        r"\b(has to sign|must sign|signs? first)\b|"
        r"(要|等).{1,8}签字|"
        r"\b((has|have|needs?) to ask (his|her|their|the) (boss|management|head)|needs? approval"
        r"|(boss|board|head office|headquarters|committee) (decides|must decide|has to approve)"
        r"|not (his|her|their) decision)\b"
        r"|(要|得|需要?)(请示|问领导|问老板|上会|总部批)|老板(决定"
        r"|拍板|说了算|没同意)|总部(决定|说了算|没批)|做不了主"
    ),
    competitor=(
        r"\b((months?|years?) left with|wants? (two|three"
        r"|\d) (other )?offers|number two|easier to order)\b|"
        r"货比三家|合同还有|排第二|下单方便|"
        r"\b(competitors?|(went|go(es|ing)?) with|(talks?|talking|spoke) to .{1,25} (too|as well)"
        r"|(has|have|got) (an |another )?offers? (from|of)|prefers? [A-Z]\w+)\b"
        r"|竞争对手|对手(报|的|给)|别家|另一家|其他家|也在(看|谈|比|对比)|同行(报|给)"
    ),
    quantity=r"\bminimum (order|quantity)\b|起订量|最小(订|起)",
    timing=(
        r"\b(not now|not this year|too early|no hurry"
        r"|postpone[ds]?|put off|(wait|waits) (until|till)"
        r"|next (year|quarter) (at the earliest|again)|on hold)\b"
        r"|暂时不|先不|再(等等|看看|说)|(明年|下半年|下季度|年后)再|推迟|延后|搁置|不着急|缓一缓"
    ),
    other=(
        r"\b(objects? to|objections?|refus\w+|dislikes?|reject(s|ed)?|reluctant|hesitat\w+"
        r"|concern(s|ed)?|unhappy|dissatisfied"
        r"|(does not|doesn't|do not|don't|did not|didn't) (like|trust|agree|believe)"
        r"|(is|are|was|were) not (happy|satisfied|interested))\b"
        r"|不满|抱怨|嫌|不愿|拒绝|反对|不接受|不同意|不认可|不喜欢|不想|犹豫|不合适"
    ),
)
NEEDS: Final = _cues(
    sample=r"\b(samples?|trial|test unit|pilot|demo unit)\b|样品|样机|试用|试机|打样|试点",
    training=r"\btraining\b|培训",
    payment=r"\b(instal?lments?|leasing|rent(al|ing)?)\b|分期|租赁|租用",
    quality=r"\b(certificat\w+|atex|ce mark|compliance)\b|证书|认证|资质|检测报告",
    service=(
        r"\b(maintenance (contract|plan)|on-?site service"
        r"|spare parts?)\b|维保|上门(服务|维修)|保养|备件|备品"
    ),
    price=r"\b(asks? for (a |another )?discount|wants? (a |another )?discount)\b|折扣|优惠|让利",
    function=(
        r"\b((needs?|wants?|asks? for|looking for) .{0,25}(interface"
        r"|integration|export|remote|app"
        r"|connection|dashboard|report|feature|function))\b"
        r"|(需要|希望|想要|要求).{0,12}(功能|接口|对接|联网|远程|集成|报表|导出)"
    ),
    delivery=(
        r"\b(urgent(ly)?|as soon as possible|asap|needs? (it"
        r"|them) by)\b|急(用|需|要)|尽快(交|发|供|到)|加急"
    ),
    quantity=(
        r"\b(wants?|needs?|orders?|looking (for|at)"
        r"|asks? for|buys?|after|plans?|(would )?takes?|uses"
        r"|(price|quote|offer) (on|for)|another|replac\w+ \w*) (about |some |another )?\d+\b"
        r"(?! ?(days|weeks|months|years|minutes|hours|percent|%))"
        r"|(要用?|需要|采购|订|买|要换|让报|[想先]上|先试|就拿|合计|追加|年用|计划)(约|大概)?\d+"
        r"(?!\d*(天|周|个?月|年|点|号|小时|分钟|%))"
    ),
    other=(
        r"\b(needs?|looking for|interested in|would like|asks? for|wants?)\b"
        r"|想要|需要|希望|打算(买|采购|上)|有意向?|感兴趣"
    ),
)
# What sounds like one of these and says the contrary.
DENIED: Final = re.compile(
    r"\b(not (too|so|that|very|at all) |no longer "
    r"|no (problem|issue|complaint)s?|isn't |wasn't |aren't )"
    r"|不(太|算|嫌|觉得)?.{0,2}(贵|高|慢|担心)|不再|没(有)?(什么|人)?(问题|投诉)|不成问题",
    re.IGNORECASE,
)
# What a customer said to do.
THEIRS: Final = re.compile(
    r"\b((he|she|they|customer|client|[A-Z]\w+) (will|'ll|promised|promises|agreed to|is going to"
    r"|are going to|wants to (send|call|decide|come back))|(they|he|she)'ll|promised (to|us)"
    r"|will (send|decide|confirm|come back|call|sign|let us know|get back))\b"
    r"|答应|承诺|说(会|下周|明天|月底|回头).{0,12}(给|发|定|签|回|付|确认)|(他|她"
    r"|他们|客户|对方|王总|老板)(会|将|要).{0,10}(给|发|定|签|回复|付|确认|安排)",
    re.IGNORECASE,
)
