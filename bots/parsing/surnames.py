"""Chinese surnames, titles, places and the legal forms of firms: what a name is made of."""

import re

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余"
    "杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
    "覃武戴莫孔向汤施葛康邢"
    "殷柴尤靳章季樊齐鲁倪庞翟申章舒柳关左童祝虞凌甘鲍项褚单柯耿盛梅颜路牛聂宁欧安常温包纪伍房"
)
DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯"
TITLES = (
    "总经理|副总经理|副总|董事长|董事|总监|总工|经理|主任|厂长|部长|科长|处长|局长|院长"
    "|所长|站长|校长|书记|主管|"
    "老板|老师|博士|教授|先生|女士|小姐|师傅|工程师|工(?![作期程厂地人业具艺资])"
    "|总(?![量价共计额是体部公数部])|"
    "董(?!事会)|医生|律师|会计|秘书|助理|主席|队长|校|局|姐|哥|姨"
)
SURNAME_TITLE = re.compile(
    rf"(?P<s>{DOUBLE_SURNAMES}|[{SURNAMES}])(?P<g>[\u4e00-\u9fff]{{0,2}}?)(?P<t>{TITLES})"
    rf"|(?P<n>[老小阿])(?P<s2>[{SURNAMES}])(?![\u4e00-\u9fff]?(?:板|师|时|心|伙))"
)
# Words that begin like a surname and are no name: 方案, 项目, 付款.
_NO_PERSON = (
    "方[案式面向法]|高[层管价新速]|马[上达]|包[装括]|毛利|余[款额量]|金[额属]|单[价子位据]|程序|成[本品都]|常[规用年]"
    "|安[装排全徽]|万[元块]|钱|石[油材化]|温[度州]|顾[问客]|付[款钱清]|任[务何]|董事|路[上线]|施工|左右|关[于系]|齐全"
    "|白天|夏天|黄金|谢谢|凌晨|甘肃|项目|欧洲|向[我他她]|江[苏西]|雷达|全部|章程|盛产|纪要|房[东子]"
)
_HAN = r"\u4e00-\u9fff"
# A full name after a verb, its firm perhaps before it: 给海天李明打电话, 跟绿源水务的刘洋吃饭.
NAMED_ZH = re.compile(
    r"(?:给|跟|和|与|同|微信|电话|联系了?|拜访了?|见了?|找了?)"
    rf"(?:(?P<firm>[{_HAN}]{{2,8}}?)的?)??"
    rf"(?P<name>(?!{_NO_PERSON})(?:(?:{DOUBLE_SURNAMES})[{_HAN}]{{1,2}}|[{SURNAMES}][{_HAN}]{{1,2}}?))"
    r"(?=打了?电?话?|发了?|通了?|开了?会|吃了?饭|喝|聊|谈|沟通|见面|碰|[,，。、]|$)"
)
LEGAL_ZH = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|股份公司|集团公司"
    r"|总公司|分公司|公司|控股|集团|合伙企业|事务所)$"
)
PLACES = (
    "黑龙江|内蒙古|石家庄|哈尔滨|连云港|张家港|中国|北京|上海|天津|重庆|广东|江苏|浙江"
    "|山东|河南|四川|湖北|湖南|河北|"
    "福建|安徽|辽宁|陕西|江西|广西|云南|贵州|山西|吉林|甘肃|海南|宁夏|青海|新疆|西藏"
    "|深圳|广州|杭州|苏州|南京|无锡|"
    "常州|宁波|温州|台州|嘉兴|绍兴|青岛|济南|烟台|潍坊|武汉|成都|西安|郑州|长沙|厦门"
    "|福州|泉州|合肥|大连|沈阳|佛山|"
    "东莞|珠海|中山|惠州|昆山|南通|扬州|徐州|太原|昆明|南昌|贵阳|南宁|兰州|海口|香港|台湾|澳门"
)
PLACE = re.compile(rf"^(?:{PLACES})[省市区]?")
TRADES = (
    "水泵|泵业|泵阀|阀门|科技|技术|机械|设备|机电|电气|电器|电子|贸易|商贸|实业|工业"
    "|化工|环保|信息|网络|软件|制造|"
    "自动化|智能|能源|建设|工程|材料|建材|食品|医药|医疗|药业|物流|国际|投资|发展|水务"
    "|重工|仪表|仪器|汽车|钢铁|"
    "纺织|装备|水处理|流体|控制|系统|服务|咨询|新能源|电力|工贸|精密|股份|生物|造纸|纸业"
    "|酒店|置业|地产|集团"
)
TRADE = re.compile(rf"(?:{TRADES})$")
LEGAL_EN = frozenset(
    (
        "ltd limited inc incorporated llc llp lp corp corporation co company gmbh mbh ag kg "
        "kgaa ohg ug eg se sa spa srl sarl sas bv nv plc pte pty oy oyj ab as aps group "
        "holding holdings the and cie"
    ).split()
)
TRADES_EN = frozenset(
    (
        "pump pumps machinery machine machines technology technologies tech industry "
        "industries industrial system systems solutions trading international engineering "
        "services service equipment electric electrical electronics chemical chemicals energy "
        "water valve valves tools global china europe usa asia manufacturing works logistics "
        "foods food pharma medical partners consulting supplies supply pumpen maschinenbau "
        "maschinen technik anlagenbau anlagen werke elektro elektrotechnik bau handel"
    ).split()
)
EVERYDAY_ZH = frozenset(
    (
        "电话 通话 联系 报价 合同 客户 拜访 微信 邮件 公司 今天 明天 后天 昨天 上午 下午 价格 "
        "预算 产品 样品 发货 付款 回款 验收 安装 要求 需要 技术 设备 采购 项目 方案 见面 开会 "
        "会议 沟通 交流 跟进 回访 确认 安排 时间 问题 考虑 意见 工厂 现场 领导 老板 经理 主任 "
        "说话 回话 关系 准备 继续 已经 他们 我们 什么 可以 没有 如果 因为 所以 但是 还是 一下 "
        "一个 下周 上周 本周"
    ).split()
)
MONTH_NAMES = frozenset(("april", "may", "june", "august"))
COMMON_EN = frozenset(
    (
        "a about after again all also am an and any are as ask asked at back be been before "
        "big but by call called can cannot chat come contract could deal deposit did discuss "
        "do does done each email end for friday from get give go good got had has have he her "
        "him his how i if in is it its just last later let like long me meet meeting met "
        "monday more much must my need needs new next no not note now of off offer on or "
        "order our out over phone please pls price product pump pumps quote quoted ready said "
        "sat saw say says see send sent she should show signed so some soon spoke sunday talk "
        "talked team than that the their them then there they this thursday time to today "
        "tomorrow too tuesday two up us usd very visit visited want wants was we wednesday "
        "week well were what when which who will with wrong year yesterday you your budget "
        "project delivery units discount happy high low cheap expensive interested site "
        "factory plant office boss manager director engineer sales guy guys follow march "
        "april may june july january february august september october november december "
        "month morning afternoon evening noon lunch dinner sample samples demo proposal "
        "unpaid paid invoice money million thousand eur cny rmb via first second least asap"
    ).split()
)
