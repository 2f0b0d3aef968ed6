"""Acting on what one does not see: a rule of the house permits it, and has checked it before."""

from kernel.principal import Principal, unbounded


def steward(principal: Principal) -> Principal:
    """The same member, seeing and changing customers for the length of one permitted deed."""
    return unbounded(principal, "*:see", "*:edit", "*:delete", "*:transfer")
