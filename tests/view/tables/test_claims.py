"""A claim on the page: its parts, its links, its words, and nothing that HTML would swallow."""

import pytest

from models.golang.claims import Cite, Claim
from models.view import show
from models.view.tables.claims import html, markup

CLAIM = Claim("9.9-x", "9.9", "Says `a < b` & more.", "outdated", "So is `b`.",
              (Cite("the line", "x", {"1.27.3": "proc.go:1", "1.22.10": "proc.go:2"}),), ({"kind": "no_name"},))


def fake_link(places, release):
    return f"{places[release]} f", f"https://go.example/{release}?a&b"


def test_a_claim_is_a_section_with_its_id_and_verdict():
    assert html(CLAIM, fake_link) == (
        '<section class="claim claim--outdated" id="claim-9.9-x">'
        '<p class="claim__says">The article says: Says <code>a &lt; b</code> &amp; more.</p>'
        '<p class="claim__verdict">Outdated</p>'
        '<div class="claim__truth"><p><strong>What is so:</strong> So is <code>b</code>.</p></div>'
        '<p class="claim__cites">the line: '
        '<a href="https://go.example/1.27.3?a&amp;b">proc.go:1 f in Go 1.27.3</a>, '
        '<a href="https://go.example/1.22.10?a&amp;b">Go 1.22.10</a></p></section>')


def test_a_claim_as_plain_text():
    assert markup(CLAIM, fake_link).text == (
        "The article says: Says a < b & more.\nOutdated. What is so: So is b.")


def test_a_real_claim_links_to_the_locked_lines():
    page = show.claim("3.2-many-ms-runqget").html
    assert ('<a href="https://github.com/golang/go/blob/go1.22.10/src/runtime/proc.go#L6818">'
            "Go 1.22.10</a>") in page
    assert "proc.go:7718 runqgrab in Go 1.27.3</a>, " in page


@pytest.mark.parametrize("verdict", ["holds", "imprecise", "outdated", "wrong"])
def test_every_word_comes_from_the_catalogue(verdict, monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    page = html(Claim("9.9-x", "9.9", "C", verdict, "T", CLAIM.cites, ()), fake_link)
    assert "⟦The article says:⟧" in page and "⟦What is so:⟧" in page
    assert f"⟦{verdict.capitalize()}⟧" in page and "⟦proc.go:1 f in Go 1.27.3⟧" in page
    assert "⟦Go 1.22.10⟧" in page
