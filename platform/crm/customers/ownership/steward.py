"""Acting on what one does not see: a rule of the house permits it, and has checked it before."""

import msgspec

from kernel.principal import Principal


def steward(principal: Principal) -> Principal:
    """The same member, seeing and changing customers for the length of one permitted deed."""
    words = {f"*:{action}" for action in ("see", "edit", "delete", "transfer")}
    return msgspec.structs.replace(
        principal, scope="all", permissions=principal.permissions | words
    )
