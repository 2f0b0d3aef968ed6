"""What no template may hold, for the content security policy is strict and text is escaped."""

import re

import pytest

from tests.layout.sources import shown, templates

NEVER_ESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")
FORBIDDEN = {
    "an inline style": re.compile(r"""\sstyle\s*=\s*["'{]|<style\b"""),
    "an inline handler": re.compile(r"""\s(on[a-z]+|hx-on[\w:.-]*)\s*=\s*["'{]"""),
    "an inline script": re.compile(
        r"""<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*["']application/json["'])[^>]*>"""
    ),
    "a javascript address": re.compile(r"(?i)javascript:"),
}


def faults(text: str) -> list[str]:
    spoken = re.sub(r"(?s)\{#.*?#\}", "", text)
    if NEVER_ESCAPED.search(spoken):
        return ["unescaped text"]
    written = re.sub(r"(?s)\{%.*?%\}", "", spoken)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(written)]


def test_templates_keep_the_content_security_policy():
    found = {shown(path): faults(path.read_text(encoding="utf-8")) for path in templates()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ note | safe }}</p>",
        '<div style="color:red">',
        '<button onclick="go()">',
        '<a hx-on:click="go()">',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="JavaScript:go()">',
        "{% autoescape false %}",
    ],
)
def test_a_fault_is_seen(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/assets/app.js" defer></script>',
        '<script type="application/json">{{ data | tojson }}</script>',
        '<p data-style="calm" class="on">safe</p>',
        "{# style= #}",
    ],
)
def test_what_is_allowed_passes(text):
    assert not faults(text)
