"""A list of visitors that a made-up firm brought in the other day, and may still take back."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from app.seed.filing import as_json
from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.records.importing.mapping import Mapping
from crm.records.undo.recording import UNDOABLE
from kernel.ids import derived_id

VISITORS: Final = 8
CAMPAIGN: Final = {"en": "Autumn fair", "zh": "秋季展会"}
_FILE: Final = {"en": "Visitors autumn fair.csv", "zh": "秋季展会访客.csv"}
_HEAD: Final = {
    "en": ["Name", "Company", "Email", "Phone", "Campaign"],
    "zh": ["姓名", "公司", "邮箱", "电话", "活动"],
}
_TARGETS: Final = ["name", "company_name", "emails", "phones", "campaign"]
_NAMELESS: Final = {
    "en": (["", "Tidewater Marine", "", "", ""], "Name", "This is needed."),
    "zh": (["", "江南船务", "", "", ""], "姓名", "此项必填。"),
}


class Fair:
    """Files the import, its batch with a way back, and the line that did not get in."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._rng = workspace.random("fair")
        self._tenant = workspace.id
        self._batch = derived_id(workspace.id, "fair batch")
        self._import = derived_id(workspace.id, "fair import")
        self.at: datetime = workspace.now - timedelta(days=2, hours=3)

    def run(self, leads: list[dict[str, Any]]) -> None:
        """These leads came in by it."""
        language, boss = self._workspace.language, self._workspace.members[0]
        ended, file = self.at + timedelta(seconds=4), _FILE[language]
        counts = as_json({"created": len(leads)})
        self._rows["batch"].append((
            self._tenant, self._batch, "import", "lead", file, boss.id, boss.person.name, counts,
            self.at, ended, ended + UNDOABLE,
        ))  # fmt: skip
        lines = [self._cells(lead) for lead in leads]
        cells, column, why = _NAMELESS[language]
        told = as_json({"created": len(leads), "error": 1})
        form = as_json({"encoding": "utf-8", "delimiter": ","})
        mapping = Mapping(columns=_TARGETS, match=["emails", "phones"])
        total = len(leads) + 1
        self._rows["import"].append((
            self._tenant, self._import, boss.id, "lead", file, 90 * total, self._sum(lines), "done",
            form, as_json(_HEAD[language]), as_json(lines[:3]), as_json(mapping), total, total,
            told, self._batch, self.at, ended,
        ))  # fmt: skip
        for line, (lead, said) in enumerate(zip(leads, lines, strict=True), 2):
            self._line(line, "created", "", "", said)
            self._image(lead["id"])
        self._line(total + 1, "error", column, why, cells)

    def _image(self, record_id: UUID) -> None:
        made = id_at(self._rng, self.at)
        row = (self._tenant, made, self._batch, record_id, "lead", "created", None, 1)
        self._rows["before_image"].append(row)

    def _line(self, line: int, outcome: str, column: str, why: str, cells: list[str]) -> None:
        row = (self._tenant, self._import, line, outcome, column, why, as_json(cells))
        self._rows["import_line"].append(row)

    def _cells(self, lead: dict[str, Any]) -> list[str]:
        first = [next((e["value"] for e in lead[k]), "") for k in ("emails", "phones")]
        return [lead["name"], lead["company_name"], *first, lead["campaign"]]

    def _sum(self, lines: list[list[str]]) -> str:
        """As of a file; nobody has it any more."""
        return sha256(str(lines).encode()).hexdigest()
