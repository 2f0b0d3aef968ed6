"""What a made-up firm lets the product do by itself: scores, routes, forms, customer care."""

from typing import Any, Final

from app.seed.filing import as_json
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.ids import derived_id

_SCORES: Final = (
    (("Came from a fair", "展会来的"), "fit", ("source", "eq", "fair"), 30, None),
    (("Asked by the website", "官网询盘"), "fit", ("source", "eq", "website"), 25, None),
    (("Has an email address", "有邮箱"), "fit", ("emails", "is_not_empty", None), 20, None),
    (("Worked on lately", "近期跟进过"), "behaviour", ("status", "eq", "working"), 20, 14),
)
_ROUTE: Final = ("Everything from the website", "官网线索轮流分配")
_CARE: Final = (
    (("Ask whether they are content", "成交后回访"), "won", None, 30, 90),
    (("Ring after a visit", "拜访后电话跟进"), "activity", "visit", 7, 30),
)
_FORM: Final = (
    ("Enquiry", "Ask for a quote", "We answer within one working day.", "Thank you. We will ring."),
    ("询盘", "获取报价", "我们会在一个工作日内回复。", "谢谢，我们会尽快联系您。"),
)
_CONSENT: Final = (
    "I agree that you answer me by email and phone.",
    "我同意你们通过邮件和电话回复我。",
)


class Habits:
    """Files a few rules of each kind."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._tenant = workspace.id
        self._rows = shelf.rows
        self._tongue = 1 if workspace.language == "zh" else 0

    def run(self) -> None:
        """Each as an administrator would have made it."""
        since = self._workspace.created_at
        for names, side, (field, op, value), points, fades in _SCORES:
            test = as_json({"field": field, "op": op} | ({"value": value} if value else {}))
            made = (self._tenant, self._id(names[0]), names[self._tongue], side, test, points)
            self._rows["score_rule"].append((*made, fades, since))
        for names, cause, kind, days, pause in _CARE:
            plan = (self._tenant, self._id(names[0]), names[self._tongue], cause, kind, days, pause)
            self._rows["care_plan"].append((*plan, since))
        self._route()
        self._form()

    def _route(self) -> None:
        rule = self._id(_ROUTE[0])
        test = as_json({"field": "source", "op": "eq", "value": "website"})
        made = (self._tenant, rule, _ROUTE[self._tongue], 1, test, "round_robin", None, True)
        self._rows["routing_rule"].append(made)
        self._rows["routing_member"] += [
            (self._tenant, rule, rep.id) for rep in self._workspace.staff.reps[:12]
        ]

    def _form(self) -> None:
        name, heading, intro, thanks = _FORM[self._tongue]
        asked = [("name", True), ("emails", True), ("company_name", False), ("notes", False)]
        fields = as_json([{"name": field, "required": needed} for field, needed in asked])
        self._rows["lead_form"].append((
            self._tenant, self._id("form"), name, heading, intro, fields,
            _CONSENT[self._tongue], thanks, self._workspace.created_at,
        ))  # fmt: skip

    def _id(self, name: str) -> Any:
        return derived_id(self._tenant, f"habit {name}")
