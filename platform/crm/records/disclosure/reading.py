"""The first page of a disclosure: what is in it, for people."""

import re
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.types import RecordType, record_types
from kernel.i18n import current_language, lazy
from web.render import environment

TEMPLATE: Final = "crm/records/disclosure/templates/index.html"
# More of a table are in its file.
SHOWN: Final = 200
LABELS: Final = {
    "event": lazy("History"),
    "link": lazy("Links between records"),
    "identity": lazy("Addresses in comparable form"),
    "attachment": lazy("Files"),
    "consent": lazy("Consents"),
    "notification": lazy("Notices to members"),
    "delivery": lazy("Messages that were sent"),
    "duplicate_pair": lazy("Possible duplicates"),
    "tagging": lazy("Tags"),
    "share": lazy("Shared with members"),
    "chat_draft": lazy("Drafts in the chat"),
    "chat_message": lazy("Messages in the chat"),
    "chat_action": lazy("Buttons in the chat"),
    "conversation": lazy("Conversations with the bot"),
    "conversation_line": lazy("Lines of conversations"),
    "chat_file": lazy("Files sent to the bot"),
    "bot_inbox": lazy("Messages to the bot"),
    "chunk": lazy("Texts in the search index"),
    "search_term": lazy("Words in the search index"),
    "disclosure": lazy("Disclosures"),
    "match_key": lazy("Spellings by which duplicates are found"),
    "term_stats": lazy("How common these words are"),
    "record": lazy("Records"),
    "ownership_span": lazy("Owners"),
}


def index(parts: dict[str, bytes], files: dict[UUID, str], names: dict[str, str]) -> str:
    """A page that needs nothing beside it; `names` are those of members, by their ids."""
    kinds = {kind.table: kind for kind in record_types()}
    sections = [
        {
            "table": table,
            "label": kinds[table].label_plural if table in kinds else LABELS.get(table, table),
            "fields": _labels(kinds.get(table)),
            "rows": [_plain(msgspec.json.decode(line), names) for line in lines[:SHOWN]],
            "count": len(lines),
        }
        for table, content in parts.items()
        if (lines := content.splitlines())
    ]
    own = sorted(sections, key=lambda section: section["table"] not in kinds)
    named = [(safe(file_id, name), name) for file_id, name in files.items()]
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            language=current_language().replace("_", "-"), sections=own, files=named, tables=parts
        )
    )


def safe(file_id: UUID, name: str) -> str:
    """Where a file lies in the archive: never outside of it."""
    plain = re.sub(r"[^\w.-]+", "_", name).lstrip(".")
    return f"files/{file_id.hex[-8:]}-{plain[-100:]}"


def _labels(kind: RecordType | None) -> dict[str, Any]:
    return {name: field.label for name, field in kind.fields.items()} if kind else {}


def _plain(row: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """What has a value, as text."""
    said = {name: _said(value) for name, value in row.items() if value not in (None, "", [], {})}
    return {name: names.get(text, text) for name, text in said.items()}


def _said(value: Any) -> str:
    match value:
        case str():
            return value
        case {"value": text, **_rest}:
            return str(text)
        case list():
            return ", ".join(_said(one) for one in value)
        case dict():
            return "; ".join(f"{name}: {_said(inner)}" for name, inner in value.items())
    return str(value)
