"""Every claim stands on exactly one page, once."""

import re

from models.golang.claims import claims, shown_on


def test_a_claim_has_no_marks_but_backticks():
    texts = [text for claim in claims().values() for text in (claim.claim, claim.truth)]
    assert not [text for text in texts if re.search(r"\*\*|\]\(", text) or text.count("`") % 2]


def test_every_claim_is_shown_once_and_no_other():
    assert {name: len(pages) for name, pages in shown_on().items()} == dict.fromkeys(claims(), 1)
