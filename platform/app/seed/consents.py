"""What made-up contacts said about being written to and called."""

from datetime import timedelta
from typing import Any, Final

from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace

_SAID: Final = {
    "en": ("I would like to hear about news and offers by email.", "Form at the fair stand"),
    "zh": ("我同意通过邮件接收新品和优惠信息。", "展会现场登记表"),
}
_MEANS: Final = ("form", "person", "email", "phone")


class Consents:
    """Files a consent for two of three contacts with an address; some took it back."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows["consent"]
        self._rng = workspace.random("consents")
        self._wording, self._proof = _SAID[workspace.language]

    def of_contact(self, row: dict[str, Any]) -> None:
        """Given when they were filed; every ninth has changed their mind since."""
        chance = row["id"].int // 17
        if not row["emails"] or chance % 3 == 0:
            return
        means = _MEANS[chance % len(_MEANS)]
        self._say(row, row["created_at"], means, given=True)
        later = row["created_at"] + (self._workspace.now - row["created_at"]) * 0.6
        if chance % 9 == 1:
            self._say(row, later, "email", given=False)

    def _say(self, row: dict[str, Any], at: Any, means: str, *, given: bool) -> None:
        wording = self._wording if given else ""
        proof = self._proof if given and means == "form" else ""
        noted = min(at + timedelta(minutes=20), self._workspace.now)
        self._rows.append((
            self._workspace.id, id_at(self._rng, at), row["id"], "email", given, at, means,
            wording, proof, noted, row["created_by"],
        ))  # fmt: skip
