"""An offer of a competitor, as our people heard of it."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class RivalOffer(Identified):
    """Their product on our deal; `price` of one in minor units of `currency`, if it is known."""

    __tablename__ = "rival_offer"

    deal_id: Mapped[UUID]
    competitor_id: Mapped[UUID]
    position: Mapped[int]
    product: Mapped[str]
    price: Mapped[int | None]
    currency: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    day: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        within("deal_id", "deal"),
        within("competitor_id", "competitor"),
        CheckConstraint("price >= 0", name="price"),
        Index("ix_rival_offer_of_deal", "tenant_id", "deal_id", "position", "id"),
        Index("ix_rival_offer_of_competitor", "tenant_id", "competitor_id", "day", "id"),
    )
