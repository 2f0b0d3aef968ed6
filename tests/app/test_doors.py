"""What is refused at the door of the API, in our own words."""

import pytest

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/word", "/api/word", "/api/v1/a/b/c/d", "/api/v2/x/y"],
)
async def test_an_address_that_is_none_is_answered_as_the_api_answers(http, path):
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["type"] == "/problems/not_found"


async def test_the_document_is_still_there(http):
    document = (await http.get("/api/v1/openapi.json")).json()
    uploads = [
        operation
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if path.endswith("/attachments") and operation["operationId"].startswith("addFile")
    ]
    assert uploads
    for upload in uploads:
        form = upload["requestBody"]["content"]["multipart/form-data"]["schema"]
        assert form["required"] == ["file"]


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "teams", {"name": "No\0rth"}, "name"),
        ("PATCH", "settings", {"name": "Ac\0me"}, "name"),
        ("POST", "keys", {"name": "Sy\0nc", "scopes": ["read"]}, "name"),
        ("POST", "companies", {"name": "Hua\0lian"}, "name"),
        ("PATCH", "/api/v1/me", {"name": "A\0da"}, "name"),
        ("POST", "chat", {"text": "met\0 Wang"}, "text"),
    ],
)
async def test_what_cannot_be_stored_is_refused_and_named(acme, method, path, body, field):
    refused = await acme.request(method, path, json=body)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


async def test_a_backslash_that_only_looks_like_it_is_kept(acme):
    made = await acme.create("companies", name="C:\\u0000")
    assert made["name"] == "C:\\u0000"


async def test_a_firm_of_nothing_is_not_founded(http):
    body = {"email": "x@example.com", "password": "correct horse battery", "company": "A\0"}
    assert (await http.post("/api/v1/signup", json=body)).status_code == 422
