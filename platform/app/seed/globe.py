"""Where the towns of made-up customers lie, so that a day's visits have a way between them."""

from math import cos, radians
from typing import Final

from app.seed.rows import Company

MILLION: Final = 1_000_000
# How far from the middle of its town a customer may lie, in millionths of a degree.
SPREAD: Final = 60_000
_TOWNS: Final = {
    "London": (51.51, -0.13), "Leeds": (53.8, -1.55), "Sheffield": (53.38, -1.47),
    "Leicester": (52.64, -1.13), "Bristol": (51.45, -2.59), "Reading": (51.45, -0.97),
    "Birmingham": (52.48, -1.9), "Edinburgh": (55.95, -3.19), "Glasgow": (55.86, -4.25),
    "Liverpool": (53.41, -2.98), "Manchester": (53.48, -2.24), "Newcastle": (54.97, -1.61),
    "Berlin": (52.52, 13.4), "Frankfurt": (50.11, 8.68), "Hamburg": (53.55, 9.99),
    "München": (48.14, 11.58), "Köln": (50.94, 6.96), "Sydney": (-33.87, 151.21),
    "Boston": (42.36, -71.06), "Chicago": (41.88, -87.63), "Houston": (29.76, -95.37),
    "Denver": (39.74, -104.99), "Seattle": (47.61, -122.33), "Atlanta": (33.75, -84.39),
    "Toronto": (43.65, -79.38), "Vancouver": (49.28, -123.12),
    "北京": (39.9, 116.41), "上海": (31.23, 121.47), "广州": (23.13, 113.26),
    "深圳": (22.54, 114.06), "苏州": (31.3, 120.59), "杭州": (30.27, 120.16),
    "宁波": (29.87, 121.55), "青岛": (36.07, 120.38), "成都": (30.57, 104.07),
    "武汉": (30.59, 114.31), "南京": (32.06, 118.8), "无锡": (31.49, 120.31),
    "常州": (31.81, 119.97), "佛山": (23.02, 113.12), "东莞": (23.02, 113.75),
    "厦门": (24.48, 118.09), "西安": (34.34, 108.94), "长沙": (28.23, 112.94),
    "郑州": (34.75, 113.63), "济南": (36.65, 117.12), "合肥": (31.82, 117.23),
    "温州": (27.99, 120.7), "台州": (28.66, 121.42), "重庆": (29.56, 106.55),
    "天津": (39.08, 117.2), "沈阳": (41.81, 123.43), "大连": (38.91, 121.61),
    "昆明": (25.04, 102.71), "嘉兴": (30.75, 120.76), "绍兴": (30.0, 120.58),
}  # fmt: skip


def place_of(company: Company) -> tuple[int, int] | None:
    """North and east in millionths of a degree; None for a town that is not on the list."""
    town = _TOWNS.get(company.city)
    if town is None:
        return None
    north, east = company.id.int % (2 * SPREAD), company.id.int // 7 % (2 * SPREAD)
    return round(town[0] * MILLION) + north - SPREAD, round(town[1] * MILLION) + east - SPREAD


def by_nearness(companies: list[Company], first: Company) -> list[Company]:
    """Those around the first one, the nearest first; it stands at the head."""
    return sorted(companies, key=lambda company: distance(first, company))


def distance(one: Company, other: Company) -> float:
    """How far apart, as far as that is known; fit for comparing."""
    if one is other:
        return -1.0
    here, there = place_of(one), place_of(other)
    if here is None or there is None:
        return float("inf")
    narrow = cos(radians(here[0] / MILLION))
    return float((there[0] - here[0]) ** 2 + ((there[1] - here[1]) * narrow) ** 2)
