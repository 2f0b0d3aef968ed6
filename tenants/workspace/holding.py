"""What only one may change at a time in a workspace: its team tree, its tags."""

from kernel.transaction import UnitOfWork


async def hold(uow: UnitOfWork) -> None:
    """Wait for whoever else holds the workspace; held until the commit."""
    await uow.execute("SELECT 1 FROM workspace WHERE id = $1 FOR NO KEY UPDATE", uow.tenant_id)
