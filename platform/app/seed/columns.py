"""The columns in which made-up rows are copied, table by table: parents before children."""

from typing import Final

# A record type's own columns are those of its model.
_TEXT: Final = """
team: tenant_id id name parent_id created_at
membership: tenant_id id person_id role team_id team_ids name created_at
tag: tenant_id id name color
custom_field: tenant_id id type key value_kind labels in_list in_form position created_at
option: tenant_id id list value labels color position
view: tenant_id id type name filter sort columns layout by member_id sharing team_id created_at
view_use: tenant_id member_id view_id pinned begins
webhook: tenant_id id name url events member_id secret active created_at
score_rule: tenant_id id name side condition points half_life_days created_at
routing_rule: tenant_id id name position condition method accept_minutes enabled
routing_member: tenant_id rule_id member_id
lead_form: tenant_id id name heading intro fields consent_text thanks created_at
care_plan: tenant_id id name cause activity_kind days pause_days created_at
record: tenant_id id type title owner_id team_id
company:
partner_user: tenant_id id company_id email name person_id token_hash invited_by created_at
    expires_at accepted_at
pool: tenant_id id name record_type created_at
pool_member: tenant_id pool_id member_id admin
reclaim_rule: tenant_id id pool_id conditions remind_days since
ownership_span: tenant_id id record_id record_type owner_id started_at ended_at cause end_cause
    end_reason actor_id
pool_entry: tenant_id id pool_id record_id record_type entered_at cause reason previous_owner_id
protection: tenant_id id record_id member_id until granted_by reason created_at
segment: tenant_id id type name filter parent_id member_id created_at
segment_membership: tenant_id segment_id record_id entered_at left_at
territory: tenant_id id name parent_id manager_id filter position created_at
territory_member: tenant_id territory_id member_id
territory_span: tenant_id id record_id territory_id by_hand started_at
contact:
custom_value: tenant_id record_id field_id place value text_value number_value moment_value
    day_value member_id linked_id
consent: tenant_id id record_id purpose given said_at means wording proof noted_at noted_by
product:
price_book: tenant_id id name currency filter position created_at
book_price: tenant_id price_book_id product_id from_quantity price
competitor:
exchange_rate: tenant_id base currency day rate created_at created_by
pipeline: tenant_id id name position
stage: tenant_id id pipeline_id name kind position probability color target_days rot_days
    playbook
deal:
lead:
registration:
worklist:
worklist_entry: tenant_id id worklist_id record_id added_by added_at state assignee_id caller_id
    next_call_at attempts outcome goal
worklist_deed: tenant_id entry_id record_id
batch: tenant_id id kind record_type label member_id member_name counts created_at ended_at
    undoable_until
before_image: tenant_id id batch_id record_id record_type action before version_after
import: tenant_id id member_id record_type name size sha256 state format columns samples mapping
    total done counts batch_id created_at ended_at
import_line: tenant_id import_id line outcome column_name reason cells
deal_stage_span: tenant_id id deal_id stage_id from_at to_at
deal_competitor: tenant_id deal_id competitor_id outcome
rival_offer: tenant_id id deal_id position competitor_id product price currency note day
deal_line: tenant_id id deal_id position product_id text quantity price currency discount
forecast_snapshot: tenant_id id taken_on month owner_id team_id currency won commit best_case
    pipeline weighted taken_at
target: tenant_id id scope team_id member_id metric period value created_at created_by
activity:
task:
appointment:
knowledge_item:
knowledge_question: tenant_id id owner_id team_id text asked times created_at last_at
knowledge_use: tenant_id item_id member_id about_id way day
knowledge_vote: tenant_id item_id member_id helped at
knowledge_thanks: tenant_id item_id member_id at
knowledge_theme: tenant_id id heard terms since
knowledge_mention: tenant_id record_id heard topic at theme_id
attendance: tenant_id member_id appointment_id
share: tenant_id record_id member_id level granted_by created_at
tagging: tenant_id record_id tag_id
identity: tenant_id record_id kind value
link: tenant_id from_id kind to_id position
event: tenant_id id record_type record_id action actor_id actor_name source after at
chunk: tenant_id id n record_id record_type part owner_id team_id title text length tokeniser
    terms text_hash
search_term: term n tf length tenant_id
term_stats: tenant_id term df
term_sound: tenant_id sound term
search_totals: tenant_id chunks length
"""


def _read(text: str) -> dict[str, tuple[str, ...]]:
    tables: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        table, _colon, columns = line.partition(":")
        tables[table] = tuple(columns.split())
    return tables


COLUMNS: Final = _read(_TEXT)
