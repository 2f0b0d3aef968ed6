"""Kinds of values: what is typed and shown comes back as it was, and what is unfit is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.records.fields import Choice, Field
from crm.records.kinds import KINDS, Unfit, kind_of
from crm.records.rates.worth import worth
from kernel.i18n import use
from kernel.money import CURRENCIES, Money
from kernel.principal import house

AMOUNT = Field(name="amount", kind="money", label="Amount")
COLOURS = Field(
    name="colours",
    kind="multi_choice",
    label="Colours",
    choices=tuple(Choice(c, c.title()) for c in ("red", "green", "blue")),
)

# hypothesis wants its bounds without a zone.
BETWEEN = (datetime(1990, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
amounts = st.builds(
    lambda minor, currency: {"amount_minor": minor, "currency": currency},
    st.integers(-(10**15), 10**15),
    st.sampled_from(sorted(CURRENCIES)),
)


def through_a_form(field: Field, value: object, language: str = "en") -> object:
    with use(language, "Asia/Shanghai"):
        kind = kind_of(field)
        return kind.clean(field, kind.read(field, kind.typed(field, value)))


@given(amounts, st.sampled_from(["en", "zh"]))
def test_an_amount_survives_a_form_in_any_currency(amount, language):
    assert through_a_form(AMOUNT, amount, language) == amount


@given(st.integers(-180_000_000, 180_000_000))
def test_a_place_is_written_in_degrees_and_kept_in_millionths(millionths):
    field = Field(name="at", kind="number", label="At", places=6)
    assert through_a_form(field, millionths) == millionths
    assert float(kind_of(field).typed(field, millionths)) == millionths / 1_000_000


FILTERED = {
    "number": st.integers(-(10**12), 10**12),
    "money": st.integers(0, 10**12),
    "yes_no": st.booleans(),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    "moment": st.datetimes(*BETWEEN, timezones=st.just(UTC)).map(
        lambda at: at.replace(second=0, microsecond=0).isoformat()
    ),
}


@given(st.data(), st.sampled_from(sorted(FILTERED)), st.sampled_from([0, 6]))
def test_what_a_filter_compares_with_is_typed_as_it_is_read(data, kind, places):
    value = data.draw(FILTERED[kind])
    field = Field(name="f", kind=kind, label="F", places=places)
    me = house(UUID(int=1), currency="EUR")
    with use("en", "Asia/Shanghai"):
        said = kind_of(field).asked(field, kind_of(field).asked_text(field, value, me), me)
        if kind == "moment":
            value, said = datetime.fromisoformat(value), datetime.fromisoformat(said)
    assert said == value


@given(st.sets(st.sampled_from(["red", "green", "blue"]), min_size=1))
def test_several_choices_survive_a_form_in_their_order(chosen):
    value = [c for c in ("red", "green", "blue") if c in chosen]
    assert through_a_form(COLOURS, value) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_the_same_in_every_zone(day):
    assert through_a_form(Field(name="day", kind="date", label="Day"), day) == day


@given(st.datetimes(*BETWEEN, timezones=st.just(UTC)))
def test_a_moment_survives_a_form_to_the_minute(moment):
    field = Field(name="at", kind="moment", label="At")
    assert through_a_form(field, moment) == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", {"amount_minor": 1, "currency": "XXQ"}),
        ("money", {"amount_minor": 10**18, "currency": "EUR"}),
        ("date", date(1899, 12, 31)),
        ("moment", datetime(2026, 1, 1)),  # noqa: DTZ001 -- that is what is wrong with it
        ("number", 2**64),
        ("multi_choice", ["mauve"]),
        ("choice", "mauve"),
        ("url", "javascript:alert(1)"),
        ("text", "a\x00b"),
        ("identities", [{"value": "nobody", "label": ""}]),
    ],
)
def test_what_is_unfit_is_refused_with_a_sentence(kind, value):
    field = Field(name="it", kind=kind, label="It", max_length=50, identity="email")
    with pytest.raises(Unfit, match=r"\w"):
        KINDS[kind].clean(field, value)


def test_a_number_keeps_within_its_bounds():
    field = Field(name="share", kind="number", label="Share", least=0, most=100)
    assert kind_of(field).clean(field, 100) == 100
    for outside in (-1, 101):
        with pytest.raises(Unfit):
            kind_of(field).clean(field, outside)


@pytest.mark.parametrize(
    "typed", ["1,00,0 EUR", "12.50", "12.50 XYZ", "twelve EUR", "1e999999 EUR"]
)
def test_an_amount_that_can_be_misread_is_not_guessed(typed):
    with use("en", "UTC"), pytest.raises(ValueError):  # noqa: PT011 -- forms ask for no more
        kind_of(AMOUNT).read(AMOUNT, typed)


def test_worth_knows_currencies_without_cents_and_rounds_half_to_even():
    assert worth(Money(1000, "JPY"), Decimal("0.006"), "EUR") == 600
    assert worth(Money(1_000, "KWD"), Decimal("3.005"), "EUR") == 300
    assert worth(Money(100, "USD"), Decimal("0.925"), "EUR") == 92
    assert worth(Money(100, "EUR"), Decimal("162.5"), "JPY") == 162
