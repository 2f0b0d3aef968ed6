"""A filter with parts in parts is changed by its lines: all, any, none of these."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from surfer import Surfer
from world import Workspace

from crm.records.pages.forms import Sent
from crm.records.pages.groups import gathered, laid_out, sent_lines
from kernel import filters
from kernel.filters import MAX_NODES, Group, Node, tree

tests = st.builds(
    filters.Test, st.sampled_from(["name", "city"]), st.just("eq"), st.sampled_from("abc")
)
nodes = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(
            Group,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(Group, st.just("not"), inner.map(lambda one: (one,))),
    ),
    max_leaves=12,
)


@given(nodes)
def test_what_is_laid_out_in_lines_is_read_as_it_was(node: Node) -> None:
    joint, lines = laid_out(node)
    pairs = [("joint", joint)]
    for line, _test in lines:
        pairs += [("field", line.field), ("op", line.op), ("value", ""), ("deep", str(line.deep))]
    read = sent_lines(Sent(pairs))
    tests = (tree(test) if test else None for _line, test in lines)
    again = gathered(joint, list(zip(read, tests, strict=True)))
    whole = node if isinstance(node, Group) and node.word != "not" else Group("and", (node,))
    assert len(lines) < MAX_NODES
    assert again == tree(whole)


async def narrowed(surfer: Surfer, *lines: tuple[str, str, str, int], joint: str = "and") -> Any:
    names = ("field", "op", "value", "deep")
    form = [(name, str(part)) for line in lines for name, part in zip(names, line, strict=True)]
    answer = await surfer.send("companies/conditions", form, joint=joint)
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["filter"][0]


async def test_a_list_is_filtered_by_groups_that_are_shown_again(acme: Workspace) -> None:
    for name, city in (("Ada", "Ulm"), ("Bea", "Bonn"), ("Cid", "Kiel"), ("Dan", "Ulm")):
        await acme.create("companies", name=name, city=city)
    surfer = Surfer(acme.owner)
    said = await narrowed(
        surfer,
        ("#or", "", "", 0),
        ("city", "eq", "Ulm", 1),
        ("city", "eq", "Bonn", 1),
        ("#not", "", "", 0),
        ("name", "eq", "Dan", 1),
        ("", "eq", "", 1),
    )
    found = {one["name"] for one in (await acme.get("companies", filter=said))["items"]}
    assert found == {"Ada", "Bea"}
    page = await surfer.open(f"companies/conditions?filter={said}")
    assert [box.get("value") for box in page.all("input", name="deep")][:5] == list("01101")
    assert json.loads(said)["and"][1] == {"not": {"field": "name", "op": "eq", "value": "Dan"}}


async def test_me_is_offered_where_it_means_somebody(acme: Workspace) -> None:
    surfer = Surfer(acme.owner)
    at = "conditions/line?type=company&ops=eq,in&field=owner_id&op=eq"
    assert (await surfer.open(f"{at}&personal=1")).all("option", value="me")
    assert not (await surfer.open(at)).all("option", value="me")
