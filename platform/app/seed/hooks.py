"""The address that a made-up firm's accounts were to be told of won deals; switched off."""

from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.automation.webhooks import secrets
from kernel import secret

_NAMES = {"en": "Accounts department", "zh": "财务系统"}


def file_webhook(workspace: Workspace, shelf: Shelf) -> None:
    """One that waits to be switched on; nothing is sent. Without the deployment's keys, none."""
    if not secret.is_ready():
        return
    made = id_at(workspace.random("webhooks"), workspace.created_at)
    url = f"https://hooks.{workspace.slug}.example/guanxi"
    events = ["company.created", "deal.updated"]
    kept = secrets.sealed(made, secrets.new_secret())
    named = (_NAMES[workspace.language], url, events, workspace.members[0].id, kept, False)
    shelf.rows["webhook"].append((workspace.id, made, *named, workspace.created_at))
