"""Hidden and masked fields: what is left of a record's values for one principal."""

from collections.abc import Mapping
from typing import Any, Final

from kernel.principal import Rights

DOTS: Final = "\u2022\u2022\u2022\u2022"
_SHOWN: Final = 4


def unveiled(rights: Rights, type: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without the hidden ones, the masked ones masked."""
    veils = rights.veils.get(type)
    if not veils:
        return dict(values)
    return {
        name: masked(value) if veils.get(name) == "masked" else value
        for name, value in values.items()
        if veils.get(name) != "hidden"
    }


def change_seen(rights: Rights, type: str, event: Mapping[str, Any]) -> dict[str, Any] | None:
    """An event (`action`, `before`, `after`) as seen; None if all of it is hidden."""
    shown = {
        side: None if event[side] is None else unveiled(rights, type, event[side])
        for side in ("before", "after")
    }
    empty = event["action"] == "updated" and not shown["before"] and not shown["after"]
    was_empty = not event["before"] and not event["after"]
    return None if empty and not was_empty else {**event, **shown}


def masked(value: Any) -> Any:
    """Enough to recognise what one knows already: the last four characters of a long text."""
    match value:
        case None | "" | []:
            return value
        case str():
            # Never more than a third: of a short value four characters would be all of it.
            end = value[-min(_SHOWN, len(value) // 3) :] if len(value) > _SHOWN else ""
            return f"{DOTS} {end}".rstrip()
        case list():
            return [masked(entry) for entry in value]
        case {"value": text, **rest}:
            return {**rest, "value": masked(text)}
    return DOTS
