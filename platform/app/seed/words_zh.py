"""Names, titles and places of the Chinese firms, each with its spelling in Latin letters."""

from app.seed.shapes import City

Spelled = tuple[str, str]


def spelled(text: str) -> tuple[Spelled, ...]:
    """Read `王wang 李li` as pairs of characters and pinyin."""
    pairs = []
    for word in text.split():
        cut = next(place for place, letter in enumerate(word) if letter.isascii())
        pairs.append((word[:cut], word[cut:]))
    return tuple(pairs)


SURNAMES = spelled(
    """王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma
    朱zhu 胡hu 郭guo 何he 林lin 罗luo 高gao 郑zheng 梁liang 谢xie 宋song 唐tang 许xu
    韩han 冯feng 邓deng 曹cao 彭peng 曾zeng 肖xiao 田tian 董dong 潘pan 袁yuan 蔡cai
    蒋jiang 余yu 于yu 杜du 叶ye 程cheng 魏wei 苏su 吕lyu 丁ding 任ren 沈shen 姚yao
    卢lu 傅fu 钟zhong 崔cui 谭tan 廖liao 范fan 汪wang 陆lu 金jin 石shi 戴dai 贾jia
    韦wei 夏xia 邱qiu 方fang 侯hou 邹zou 熊xiong 孟meng 秦qin 白bai 江jiang 欧阳ouyang"""
)
GIVEN = spelled(
    """伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie
    娟juan 涛tao 明ming 超chao 秀英xiuying 霞xia 平ping 刚gang 桂英guiying 建国jianguo
    建华jianhua 志强zhiqiang 志明zhiming 晓东xiaodong 晓燕xiaoyan 海波haibo 海燕haiyan
    文斌wenbin 文静wenjing 丽华lihua 国庆guoqing 春梅chunmei 雪梅xuemei 玉兰yulan
    俊杰junjie 浩然haoran 子轩zixuan 梓涵zihan 思远siyuan 雨桐yutong 佳怡jiayi
    嘉豪jiahao 宇航yuhang 欣怡xinyi 诗涵shihan 一鸣yiming 天翔tianxiang 永红yonghong
    红梅hongmei 卫东weidong 立新lixin 振华zhenhua 国栋guodong 少华shaohua 德胜desheng
    金龙jinlong 凤英fengying 小军xiaojun 小红xiaohong 立军lijun 亚楠yanan 婷婷tingting
    丹丹dandan 鹏飞pengfei 凯kai 斌bin 鑫xin 慧hui 莹ying 倩qian 璐lu 琳lin 颖ying
    蕾lei 宁ning 峰feng 波bo"""
)
TITLES = (
    "总经理",
    "董事长",
    "副总经理",
    "采购经理",
    "采购主管",
    "采购员",
    "生产厂长",
    "设备科长",
    "设备工程师",
    "技术总监",
    "项目经理",
    "财务经理",
    "仓库主管",
    "质量经理",
    "运营总监",
    "办公室主任",
    "门店店长",
    "区域经理",
    "总工程师",
    "老板娘",
    "供应链经理",
    "行政主管",
)
ADDRESSES = {
    "总经理": "总",
    "董事长": "董",
    "副总经理": "总",
    "生产厂长": "厂长",
    "设备科长": "科长",
    "设备工程师": "工",
    "技术总监": "总",
    "运营总监": "总",
    "办公室主任": "主任",
    "门店店长": "店长",
    "总工程师": "总工",
    "老板娘": "姐",
    "行政主管": "主管",
    "采购主管": "主管",
    "仓库主管": "主管",
}
CALLED = ("经理", "经理", "总", "姐", "哥")
CITY_PINYIN = spelled(
    """北京beijing 上海shanghai 广州guangzhou 深圳shenzhen 苏州suzhou 杭州hangzhou
    宁波ningbo 青岛qingdao 成都chengdu 武汉wuhan 南京nanjing 无锡wuxi 常州changzhou
    佛山foshan 东莞dongguan 厦门xiamen 西安xian 长沙changsha 郑州zhengzhou 济南jinan
    合肥hefei 温州wenzhou 台州taizhou 重庆chongqing 天津tianjin 沈阳shenyang
    大连dalian 昆明kunming 嘉兴jiaxing 绍兴shaoxing"""
)
# The block 0000 behind a mobile prefix is not given to subscribers.
CITIES = tuple(City(name, "CN", "+861", 0) for name, _ in CITY_PINYIN)
MOBILES = ("390000", "580000", "860000", "330000", "770000", "990000", "510000", "820000", "760000")
STREETS = (
    "解放路",
    "人民中路",
    "工业大道",
    "科技园路",
    "建设北路",
    "长江路",
    "中山东路",
    "创业街",
    "金山大道",
    "新华路",
    "港口路",
    "兴业路",
    "花园街",
    "迎宾大道",
)
BRANDS = spelled(
    """华联hualian 鼎盛dingsheng 恒达hengda 瑞丰ruifeng 金泰jintai 宏源hongyuan 锐科ruike
    海信达haixinda 天成tiancheng 博远boyuan 联创lianchuang 中盛zhongsheng 德力deli
    永兴yongxing 顺达shunda 盛泰shengtai 远航yuanhang 安华anhua 普瑞purui 康诺kangnuo
    新宇xinyu 东升dongsheng 南洋nanyang 北辰beichen 西凌xiling 凯越kaiyue 佳和jiahe
    正阳zhengyang 长青changqing 荣昌rongchang 万通wantong 百川baichuan 嘉禾jiahe
    隆基longji 骏业junye 同创tongchuang 浩泽haoze 明辉minghui 志远zhiyuan 优品youpin
    蓝天lantian 绿洲lvzhou 银河yinhe 金牛jinniu 大成dacheng 小鹿xiaolu 光华guanghua
    立德lide 森木senmu 云峰yunfeng 双龙shuanglong 三江sanjiang 四海sihai 五洲wuzhou
    九鼎jiuding 泰和taihe 方圆fangyuan 鸿运hongyun 飞跃feiyue 思源siyuan 诚信chengxin
    启明qiming 卓越zhuoyue 伟业weiye 精工jinggong 宝利baoli 裕丰yufeng 亿嘉yijia
    富康fukang 捷诚jiecheng 汇通huitong 创维达chuangweida 福星fuxing 利民limin
    江南jiangnan 松源songyuan 柏林bailin 晨光chenguang 朝阳chaoyang 昌隆changlong"""
)
SECONDS = spelled(
    "兴xing 丰feng 达da 源yuan 盛sheng 泰tai 嘉jia 科ke 邦bang 益yi 和he 新xin 鑫xin 德de 美mei"
)
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
TAGS = (
    "重点客户",
    "价格敏感",
    "经销商",
    "展会线索",
    "付款慢",
    "样板客户",
    "年框客户",
    "沉睡客户",
    "新厂",
    "老客户介绍",
    "季节性",
    "维保合同",
)
TEAMS = ("销售部", ("华东组", "华南组", "大客户组", "华北组", "西南组", "外贸组", "电销组"))
SERVICE_TEAM = "售后部"
ZONES = ("Asia/Shanghai",)
CURRENCIES = {"Asia/Shanghai": ("CNY", "¥")}
