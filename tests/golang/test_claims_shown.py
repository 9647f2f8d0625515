"""Every claim stands on exactly one page, once."""

import re
from collections import Counter

from models.golang.claims import claims
from models.golang.places import ROOT

CALL = re.compile(r'show\.claim\("([^"]+)"\)')


def shown() -> Counter:
    """How often the pages show each claim."""
    pages = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md")))
    return Counter(name for page in pages for name in CALL.findall(page))


def test_a_claim_has_no_marks_but_backticks():
    texts = [text for claim in claims().values() for text in (claim.claim, claim.truth)]
    assert not [text for text in texts if re.search(r"\*\*|\]\(", text) or text.count("`") % 2]


def test_every_claim_is_shown_once_and_no_other():
    assert shown() == Counter(list(claims()))
