"""The ways through the product: each slice adds its own entries, the shell shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from babel.support import LazyProxy

from web.shell import Shell

Text = str | LazyProxy
Place = Literal["main", "foot", "new", "settings"]


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way to go: `path` lies inside the workspace, `letter` is its key after `g`.

    `when` says whether this deployment has it at all.
    """

    key: str
    label: Text
    icon: str
    path: str
    order: int
    permission: str | None = None
    letter: str = ""
    phone: bool = False
    group: Text = ""
    when: Callable[[], bool] = _always

    def is_here(self, shell: Shell) -> bool:
        """Whether the page being shown lies under this entry."""
        if not self.path:
            return shell.path.rstrip("/") == shell.at()
        return _below(shell, self.path)


@dataclass(slots=True)
class Navigation:
    """All entries by place; a key registered again replaces what it named."""

    places: dict[Place, dict[str, Entry]] = field(default_factory=dict)
    palette_path: str | None = None
    topics: dict[str, str] = field(default_factory=dict)

    def add(self, place: Place, *entries: Entry) -> None:
        """Add entries to the side bar (main, foot), the New menu or the settings."""
        self.places.setdefault(place, {}).update({entry.key: entry for entry in entries})
        letters = [e.letter for known in self.places.values() for e in known.values() if e.letter]
        if len(letters) > len(set(letters)):
            raise ValueError(f"two ways with one letter: {''.join(sorted(letters))}")

    def entries(self, place: Place, shell: Shell) -> list[Entry]:
        """Return what this person may see, in order."""
        found: Iterable[Entry] = self.places.get(place, {}).values()
        return sorted(
            (entry for entry in found if shell.allows(entry.permission) and entry.when()),
            key=lambda entry: (entry.order, entry.key),
        )

    def explain(self, path: str, topic: str) -> None:
        """What is below this path is explained by that part of the help."""
        self.topics[path] = topic

    def topic(self, shell: Shell) -> str:
        """The part of the help that explains the page being shown, if one does."""
        paths = [path for path in self.topics if _below(shell, path)]
        return self.topics[max(paths, key=len)] if paths else ""


def _below(shell: Shell, path: str) -> bool:
    base = shell.at(path)
    return shell.path == base or shell.path.startswith(f"{base}/")


navigation = Navigation()
