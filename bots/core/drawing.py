"""Pictures for chats: bars and numbers; the words are in the caption, in the reader's language.

Drawn on paper of their own, so that they can be read in a dark chat as well.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import msgspec

WIDTH, EDGES, PER_BAR, ROWS = 8.0, 0.4, 0.7, 2
PAPER, INK, QUIET = "#f7f8fa", "#1d2433", "#d3d9e4"
DONE, AHEAD, BEHIND = "#3b5bdb", "#2b8a3e", "#c2410c"
DPI: Final = 150


class Bar(msgspec.Struct, frozen=True):
    """A value, what it is measured against (0 for nothing), and what is written at its end."""

    value: float
    label: str
    of: float = 0.0
    mark: float = 0.0


def bars(shown: Sequence[Bar]) -> bytes:
    """A PNG; bars are numbered from above as the lines of the caption are.

    Imported late, for only the worker draws: the library is large.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    rows = max(len(shown), ROWS)
    figure = Figure(
        figsize=(WIDTH, EDGES + PER_BAR * rows), dpi=DPI, facecolor=PAPER, layout="constrained"
    )
    FigureCanvasAgg(figure)
    axes: Any = figure.add_subplot(facecolor=PAPER)
    most = max([1.0, *(max(bar.value, bar.of) for bar in shown)])
    for place, bar in enumerate(shown):
        if bar.of:
            axes.barh(place, bar.of, height=0.62, color=QUIET)
        axes.barh(place, bar.value, height=0.62 if not bar.of else 0.4, color=_colour(bar))
        if bar.mark:
            axes.plot([bar.mark, bar.mark], [place - 0.4, place + 0.4], color=INK, linewidth=2)
        end = max(bar.value, bar.of)
        axes.text(end + most * 0.015, place, bar.label, va="center", color=INK, fontsize=15)
    axes.set_yticks(range(len(shown)), [str(n + 1) for n in range(len(shown))], fontsize=15)
    axes.tick_params(colors=INK, length=0)
    axes.set_xticks([])
    axes.set_xlim(0, most * 1.3)
    # One bar alone stands in the middle, and is no thicker than one of many.
    middle = (len(shown) - 1) / 2
    axes.set_ylim(middle + rows / 2, middle - rows / 2)
    for side in axes.spines.values():
        side.set_visible(False)
    page = BytesIO()
    figure.savefig(page, format="png", facecolor=PAPER)
    return page.getvalue()


def short(value: float) -> str:
    """A number as it fits at a bar: 950, 12.5k, 3.2M, 1.5G."""
    for step, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= step:
            return f"{value / step:.1f}".removesuffix(".0") + letter
    return f"{value:.0f}"


def _colour(bar: Bar) -> str:
    if not bar.of:
        return DONE
    return AHEAD if bar.value >= bar.mark else BEHIND
