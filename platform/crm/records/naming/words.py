"""Legal forms, places, trades and double surnames: what names are made of, in every language."""

import re

DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯"
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
        "holding holdings the and cie gbr ek eurl sasu snc scs sca scop sro kft zrt pvt private "
        "pjsc jsc kk incorporation gesellschaft aktiengesellschaft societe anonyme"
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
