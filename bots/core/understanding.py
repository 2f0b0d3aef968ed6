"""From a sentence to a card: what is sure is filled in, what is not is asked."""

from datetime import date, datetime, time, timedelta
from typing import Final

from bots.core.drafts import Again, Amount, DraftCard, Party
from bots.core.wording import task_words
from bots.parsing import Candidate, Guess, Parsed, World, parse, parts
from kernel import clock
from kernel.i18n import current_zone

CERTAIN: Final = 0.9
POSSIBLE: Final = 0.4
NEW: Final = 0.55
TOLD: Final = 0.7
CHOICES: Final = 3
MORNING: Final = time(9)
NOON: Final = time(12)


def understand(text: str, world: World) -> DraftCard:
    """Read one message; never a customer silently that is not certain."""
    zone, now = current_zone(), clock.now()
    parsed = parse(text, world=world, now=now.astimezone(zone), time_zone=zone)
    card = drafted(parsed)
    card.next_text = (task_words(parsed) or "")[:500] or None
    return card


def customers_apart(text: str, world: World) -> list[str]:
    """The message for each customer it is about; alone where it is about one."""
    zone, now = current_zone(), clock.now()
    return parts(text, world=world, now=now.astimezone(zone), time_zone=zone)


def amount_in(text: str, currency: str) -> Amount | None:
    """The amount that a text is about, in that currency unless it says another."""
    return understand(text, World(currency=currency)).amount


def drafted(parsed: Parsed) -> DraftCard:
    """What was read, as the card shows it."""
    card = DraftCard(text=parsed.text, happened_at=happened(parsed.happened_at))
    if card.happened_at is not None and parsed.happened_at is not None:
        card.sure["happened_at"] = parsed.happened_at.confidence
    if parsed.kind is not None:
        card.kind, card.sure["kind"] = parsed.kind.value, parsed.kind.confidence
    if parsed.amount is not None:
        money = parsed.amount.value
        card.amount = Amount(money.amount_minor, money.currency)
        card.sure["amount"] = parsed.amount.confidence
    if parsed.next_at is not None:
        card.next_at = due(parsed.next_at.value)
        card.sure["next_at"] = parsed.next_at.confidence
    if parsed.next_text is not None:
        card.next_text = parsed.next_text.value[:500]
        card.sure["next_text"] = parsed.next_text.confidence
    if parsed.repeat is not None:
        repeat = parsed.repeat.value
        card.again, card.sure["again"] = Again(repeat.unit, repeat.every), parsed.repeat.confidence
    if parsed.stage is not None:
        card.stage, card.sure["stage"] = parsed.stage.value, parsed.stage.confidence
    _who(card, parsed)
    return card


def says_nothing(card: DraftCard) -> bool:
    """Whether not a single fact was recognised."""
    facts = (card.company, card.contact, card.companies, card.contacts, card.amount, card.next_at)
    return not any((*facts, card.stage, card.next_text, card.sure.get("kind", 0) >= TOLD))


def _who(card: DraftCard, parsed: Parsed) -> None:
    card.company, card.companies = _party(parsed.companies, parsed.new_company)
    if card.company is not None:
        card.sure["company"] = card.company.confidence
    new, firm = parsed.new_contact, parsed.new_company
    if new is not None and firm is not None and _overlap(new.span, firm.span):
        new = None
    card.contact, card.contacts = _party(parsed.contacts, new)
    if card.contact is not None:
        card.sure["contact"] = card.contact.confidence


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _party(
    known: tuple[Guess[Candidate], ...], new: Guess[str] | None
) -> tuple[Party | None, list[Party]]:
    options = [party(guess) for guess in known if guess.confidence >= POSSIBLE][:CHOICES]
    if options and options[0].confidence >= CERTAIN:
        return options[0], options[1:]
    if new is not None and new.confidence >= NEW and not options:
        return Party(new.value.strip()[:200], None, new.confidence), []
    return None, options


def party(guess: Guess[Candidate]) -> Party:
    """A candidate as the card keeps it."""
    one = guess.value
    return Party(one.name, one.id, round(guess.confidence, 3), firm=one.company or "")


def moment(value: date | datetime, hour: time) -> datetime:
    """A day becomes a moment on the reader's clock."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=current_zone())
    return datetime.combine(value, hour, tzinfo=current_zone())


def due(value: date | datetime) -> datetime:
    """When a step is due: a day means nine o'clock; today, when that is over, some hour to come."""
    at, now = moment(value, MORNING), clock.now().astimezone(current_zone())
    if isinstance(value, datetime) or at > now or value != now.date():
        return at
    soon = (now + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    return min(soon, datetime.combine(value, time.max.replace(microsecond=0), tzinfo=at.tzinfo))


def happened(said: Guess[date | datetime] | None) -> datetime | None:
    """When it was: never in the future; a day before today means its noon."""
    if said is None or said.confidence < TOLD:
        return None
    now = clock.now()
    at = moment(said.value, NOON)
    return at if at < now - timedelta(minutes=1) else None
