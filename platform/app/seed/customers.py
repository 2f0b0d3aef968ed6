"""The customers of a firm: companies and the people there."""

from datetime import datetime, timedelta
from random import Random

from app.seed.firms import firm
from app.seed.ids import id_at
from app.seed.people import Addresses, named
from app.seed.picks import few, pick
from app.seed.rows import Company, Contact, Member
from app.seed.shapes import City, Trade
from app.seed.tongue import Tongue
from app.seed.twins import filed_twice, met_twice

_YEARS = timedelta(days=738)


class Customers:
    """Makes companies, the oldest first, and contacts that belong to them."""

    def __init__(
        self, rng: Random, tongue: Tongue, trade: Trade, owners: list[Member], now: datetime
    ) -> None:
        self._rng = rng
        self._tongue = tongue
        self._trade = trade
        self._owners = owners
        self._now = now
        self._addresses = Addresses(rng, tongue.code)
        self._names: set[str] = set()
        self._cities: dict[str, City] = {city.name: city for city in tongue.cities}

    def companies(self, count: int) -> list[Company]:
        """Half of them were customers before the two years began."""
        start, step = self._now - _YEARS, _YEARS / max(count // 2, 1)
        result = [
            self._company(start + max(number - count // 2, 0) * step + timedelta(minutes=number))
            for number in range(count)
        ]
        filed_twice(result)
        return result

    def contacts(self, companies: list[Company], count: int) -> list[Contact]:
        """Everybody has a first contact; the rest go to the large ones more often."""
        rng, total = self._rng, len(companies)
        result = [self._contact(companies, company) for company in companies[:count]]
        result += [
            self._contact(companies, companies[int(total * rng.random() * rng.random())])
            for _ in range(count - len(result))
        ]
        result.sort(key=lambda contact: contact.created_at)
        met_twice(result)
        return result

    def _company(self, moment: datetime) -> Company:
        rng = self._rng
        city = pick(rng, self._tongue.cities)
        industry = pick(rng, self._trade.buyers)
        made = firm(rng, self._tongue.code, industry, city, self._names)
        return Company(
            id=id_at(rng, moment),
            name=made.name,
            short=made.short,
            domain=self._addresses.domain(made.stem),
            industry=industry,
            city=city.name,
            country=city.country,
            street=self._street(),
            phone=self._addresses.phone(city) if rng.random() < 0.7 else None,
            owner=pick(rng, self._owners),
            tags=few(rng, self._tongue.tags, 0.4),
            created_at=moment,
        )

    def _contact(self, companies: list[Company], company: Company) -> Contact:
        rng, addresses = self._rng, self._addresses
        title = pick(rng, self._tongue.titles)
        name = named(rng, self._tongue.code, title)
        gap = (self._now - company.created_at) * (rng.random() * rng.random() * rng.random())
        moment = company.created_at + timedelta(minutes=5) + gap * 0.9
        works_at: tuple[Company, ...] = (company,)
        if rng.random() < 0.04 and (second := pick(rng, companies)) is not company:
            works_at = (company, second)
        city = self._cities[company.city]
        count = 0 if rng.random() < 0.15 else 1 if rng.random() < 0.85 else 2
        numbers = [addresses.phone(city) for _ in range(count)]
        chinese = self._tongue.code == "zh"
        return Contact(
            id=id_at(rng, moment),
            name=name.full,
            called=name.called,
            title=title,
            emails=tuple(
                addresses.email(name, company.domain)
                for _ in range(0 if rng.random() < 0.1 else 1 if rng.random() < 0.94 else 2)
            ),
            phones=tuple(number for number in numbers if number),
            wechat=addresses.handle(name) if rng.random() < (0.6 if chinese else 0.03) else None,
            telegram=addresses.handle(name) if rng.random() < (0.03 if chinese else 0.12) else None,
            companies=works_at,
            owner=company.owner if rng.random() < 0.93 else pick(rng, self._owners),
            tags=few(rng, self._tongue.tags, 0.15),
            created_at=moment,
        )

    def _street(self) -> str:
        number = int(self._rng.random() * 180) + 1
        street = pick(self._rng, self._tongue.streets)
        return f"{street}{number}号" if self._tongue.code == "zh" else f"{number} {street}"
