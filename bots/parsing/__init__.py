"""One chat sentence in, structured fields out: who, what kind, how much, what next and when."""

from bots.parsing.parsed import Candidate, Guess, Money, Parsed, Repeat, World
from bots.parsing.parts import parts
from bots.parsing.reading import parse

__all__ = ["Candidate", "Guess", "Money", "Parsed", "Repeat", "World", "parse", "parts"]
