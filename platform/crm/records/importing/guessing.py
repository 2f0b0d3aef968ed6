"""What a column probably is: as it was last time, else by its name in either language."""

import unicodedata

from crm.records.importing.mapping import targets
from crm.records.types import RecordType
from kernel.i18n import LANGUAGES, use
from kernel.transaction import UnitOfWork

_BEFORE = """
SELECT i.columns, i.mapping -> 'columns' AS chosen FROM import i
WHERE i.tenant_id = $1 AND i.record_type = $2 AND i.state = 'done'
ORDER BY i.tenant_id, i.created_at DESC LIMIT 20
"""
# Words that firms put above their columns, beside our own labels and those of our exports.
_WORDS = {
    "name": "name,full name,contact name,company name,account name,姓名,名称,公司名称,客户名称",
    "emails": "email,e-mail,mail,email address,邮箱,电子邮件,电子邮箱",
    "phones": "phone,tel,telephone,mobile,cell,phone number,电话,手机,手机号,联系电话",
    "handles": "wechat,telegram,whatsapp,微信,微信号",
    "companies": "company,account,organisation,organization,firm,employer,公司,单位,所属公司",
    "links": "company,contact,customer,client,about,account,客户,公司,联系人,相关",
    "owner_id": "owner,author,sales rep,account manager,assigned to,负责人,作者,业务员,跟进人",
    "tags": "tags,tag,labels,标签",
    "external_id": "external id,customer number,customer no,ref,reference,编号,客户编号",
    "id": "id",
    "website": "website,web,url,domain,homepage,网站,网址,官网",
    "about": "notes,note,comment,remarks,description,备注,说明",
    "text": "text,note,notes,description,content,what happened,summary,内容,记录,跟进内容",
    "happened_at": "date,when,time,at,happened at,activity date,日期,时间,跟进时间",
    "activity.kind": "type,kind,activity type,类型,方式,跟进方式",
    "company.kind": "customer type,person or firm,客户性质,客户类别",
    "job_title": "title,position,role,job title,职位,职务",
    "birthday": "birthday,birth date,date of birth,dob,生日,出生日期",
    "address": "address,street,地址",
    "city": "city,town,城市",
    "country": "country,国家",
    "industry": "industry,sector,branch,行业",
    "size": "size,employees,规模,人数",
    "stage_id": "stage,deal stage,阶段,商机阶段",
    "pipeline_id": "pipeline,funnel,管道,销售流程,销售漏斗",
    "duration_minutes": "minutes,duration,时长,分钟",
}


async def guess(uow: UnitOfWork, kind: RecordType, columns: list[str]) -> list[str]:
    """A target for each column, "" where nothing fits; none twice."""
    remembered: dict[str, str] = {}
    for row in await uow.fetch(_BEFORE, uow.tenant_id, kind.name):
        for column, target in zip(row["columns"], row["chosen"] or (), strict=False):
            remembered.setdefault(_plain(column), target)
    known, words, chosen = targets(kind), _words(kind), list[str]()
    for column in columns:
        plain = _plain(column)
        target = remembered.get(plain, words.get(plain, ""))
        chosen.append(target if target in known and target not in chosen else "")
    return chosen


def _words(kind: RecordType) -> dict[str, str]:
    found = dict[str, str]()
    known = targets(kind)
    for language in LANGUAGES:
        with use(language):
            for target, label in targets(kind).items():
                found.setdefault(_plain(label), target)
    for target in known:
        found.setdefault(_plain(target), target)
        own = _WORDS.get(f"{kind.name}.{target}", "")
        for word in f"{_WORDS.get(target, '')},{own}".split(","):
            found.setdefault(_plain(word), target)
    found.pop("", None)
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())
