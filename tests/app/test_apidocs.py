"""The API's human pages say what the document for programs says."""

import json
import re
import shlex

import pytest


@pytest.fixture
async def document(http):
    return (await http.get("/api/v1/openapi.json")).json()


def names(document):
    return {
        told["operationId"]
        for item in document["paths"].values()
        for method, told in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


async def test_every_operation_is_listed_and_has_a_page(http, document):
    listed = set(re.findall(r'href="/api/docs/(\w+)"', (await http.get("/api/docs")).text))
    assert listed == names(document)
    for name in listed:
        assert (await http.get(f"/api/docs/{name}")).status_code == 200


async def test_an_operation_is_found_by_a_word_of_its_name(http):
    listed = re.findall(
        r'href="/api/docs/(\w+)"', (await http.get("/api/docs?q=CONTACTS get")).text
    )
    assert "listContacts" in listed
    assert "listCompanies" not in listed


async def test_a_word_that_nothing_has_is_answered_with_a_way_out(http):
    text = (await http.get("/api/docs", params={"q": "<script>alert(1)</script>"})).text
    assert "No operation has that name" in text
    assert "<script>alert" not in text


async def test_a_page_tells_parameters_body_answers_and_an_example(http):
    text = (await http.get("/api/docs/createContact")).text
    for part in ("workspace", "emails", "list of IdentityValue", "required", "201", "422", "curl"):
        assert part in text


async def test_the_example_works_when_it_is_typed(acme, http):
    text = (await http.get("/api/docs/createContact")).text
    example = re.search(r"(?s)<code>(curl.*?)</code>", text)[1]
    for name, sign in (("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        example = example.replace(name, sign)
    words = shlex.split(example.replace("\\\n", " "))
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3].endswith("/api/v1/acme/contacts")
    body = json.loads(words[words.index("-d") + 1])
    made = await acme.request("POST", "contacts", json=body)
    assert made.status_code == 201


async def test_an_unknown_operation_is_not_found(http):
    assert (await http.get("/api/docs/nothing")).status_code == 404


async def test_the_pages_need_nothing_from_elsewhere(http):
    answer = await http.get("/api/docs/createContact")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "https://" not in re.sub(r"https?://test\S*", "", answer.text)
    assert "style=" not in answer.text


async def test_the_footer_leads_to_the_reference(http):
    assert 'href="/api/docs"' in (await http.get("/pricing")).text
