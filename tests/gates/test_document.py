"""Programs may rely on the OpenAPI document: what it permits is answered as it says."""

from collections import Counter

import pytest
import schemathesis
from asking import changing
from cast import assemble
from hypothesis import HealthCheck, Phase, given, settings
from places import inner_row, own_row, table_named
from requests import Request
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup

EXAMPLES = 9
JSON = "application/json"
PARTS = ("method", "url", "params", "json", "data", "files", "headers", "cookies")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The same every time: what is found once is found again.
STEADY = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def cases(operation) -> list[schemathesis.Case]:
    """Requests that the document permits."""
    made: list[schemathesis.Case] = []

    @STEADY
    @given(operation.as_strategy())
    def keep(case):
        made.append(case)

    keep()
    return made


@pytest.fixture(scope="module")
async def cast(client, admin):
    cast = await assemble(client, admin)
    await cast.own.everything()
    return cast


@pytest.fixture(scope="module")
async def described(cast):
    document = (await cast.http.get("/api/v1/openapi.json")).json()
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return {operation.ok().label: operation.ok() for operation in found}


async def places(cast, operation) -> dict[str, str]:
    """Something there, for every id in the address."""
    found = {"workspace": cast.acme.slug}
    if not operation.in_workspace or not operation.path_ids:
        return found
    first = await own_row(cast, operation, table_named(operation), cast.owner)
    ids = [first, await inner_row(cast, operation, first)]
    return found | {n: str(i) for n, i in zip(operation.path_ids, ids, strict=False)}


@pytest.mark.timeout(600)
async def test_what_the_document_permits_is_answered_as_it_says(cast, described, api):
    wrong, answered = {}, {}
    for operation in api:
        asker = cast.owner
        if not operation.in_workspace:
            # Whoever signs out, or is closed, is of no use to the next.
            asker = await cast.acme.member("rep", f"Guest{len(answered)}")
        for number, case in enumerate(cases(described[str(operation)])):
            # A third keeps the ids that were made up, and a third has a body that makes sense.
            known = await places(cast, operation) if number % 3 else {"workspace": cast.acme.slug}
            case.path_parameters = {**case.path_parameters, **known}
            if number % 3 == 1 and isinstance(case.body, dict) and case.media_type == JSON:
                case.body = changing(operation)
            case.headers = {"Authorization": f"Bearer {asker.token}"}
            said = case.as_transport_kwargs(base_url="http://test")
            response = await ask(cast, said)
            answered.setdefault(str(operation), Counter())[response.status_code] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except (FailureGroup, AssertionError) as failure:
                kind = " ".join(str(getattr(failure, "exceptions", [failure])[0]).split())
                wrong.setdefault(f"{operation} {response.status_code}", f"{said} {kind}")
    asked = sum(answered.values(), Counter())
    print(f"\n{asked.total()} requests to {len(answered)} operations: {dict(asked)}")
    fruitful = [where for where, seen in answered.items() if min(seen) < 300]
    assert len(fruitful) > len(answered) * 0.8
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(
        f"{where}: {what[:900]}" for where, what in wrong.items()
    )


async def ask(cast, said):
    """The very bytes that the generator's own client would send."""
    known = {name: said[name] for name in PARTS if said.get(name) is not None}
    ready = Request(**known).prepare()
    return await cast.http.request(
        ready.method, ready.url, content=ready.body or b"", headers=dict(ready.headers)
    )
