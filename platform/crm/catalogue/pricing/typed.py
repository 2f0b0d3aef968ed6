"""Numbers as people type them: with the marks of their language."""

from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from kernel.errors import Invalid
from kernel.i18n import _, current_locale


def number(text: str) -> Decimal:
    """The number; raises `Invalid`."""
    try:
        return parse_decimal(text.strip(), locale=current_locale(), strict=True)
    except NumberFormatError as error:
        raise Invalid(_("This is not a number: %(text)s"), text=text[:40]) from error
