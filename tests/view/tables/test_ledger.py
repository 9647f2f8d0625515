"""The ledger: every claim in it, its verdicts counted, its checks named, its links in both directions."""

import re

import pytest

from models.golang.claims import Claim, ClaimError, claims, shown_on
from models.view import show
from models.view.tables import ledger
from models.view.tables.claims import html as claim_html

RUN = Claim("9.9-x", "9.9", "Says `a < b`.", "wrong", "So is `b`.", (),
            ({"kind": "recorded_output"}, {"kind": "prints"}, {"kind": "model_order"}))


def test_the_sections_together_hold_every_claim_once():
    found = [name for section in ledger.sections()
             for name in re.findall(r'id="ledger-([^"]+)"', show.ledger(section).html)]
    assert sorted(found) == sorted(claims())


def test_the_headline_comes_first_and_the_sections_in_order():
    assert ledger.sections()[0] == "title"
    assert ledger.sections()[1:] == sorted(ledger.sections()[1:])


def test_the_table_counts_the_claims_themselves():
    last = show.ledger_counts().text.splitlines()[-1]
    counted = [int(n) for n in re.findall(r"(\d+) \w", last)]
    assert last.startswith("Sum: ") and sum(counted) == len(claims())
    of_queues = [one.verdict for one in claims().values() if one.section == "3.2"]
    assert f"3.2: {of_queues.count('holds')} holds, " in show.ledger_counts().text


def test_the_filter_offers_each_verdict_that_occurs_with_its_number():
    options = dict(re.findall(r'value="(\w+)"[^<]*> [^<]+ <small>(\d+)</small>', show.ledger_filter().html))
    verdicts = [one.verdict for one in claims().values()]
    assert options == {"all": str(len(verdicts)), **{v: str(verdicts.count(v)) for v in verdicts}}


def test_an_entry_says_how_its_claim_was_checked():
    assert ledger.checked(RUN) == ("Checked in Go's source and in recorded runs and by running it and on the model, "
                                   "for Go 1.27.3 and 1.22.10.")
    assert ledger.checked(RUN.__class__(**{**vars(RUN), "check": ({"kind": "fields"},)})) == (
        "Checked in Go's source, for Go 1.27.3 and 1.22.10.")


def test_claim_and_ledger_link_to_each_other_in_the_book_and_only_there(monkeypatch):
    one = claims()["3.2-global-name"]
    monkeypatch.setenv("BOOK_BUILD", "html")
    assert f'href="{shown_on()[one.id][0]}.html#claim-{one.id}"' in ledger.entry(one)
    assert f'href="ledger.html#ledger-{one.id}"' in claim_html(one, lambda *_: ("", ""))
    monkeypatch.delenv("BOOK_BUILD")
    assert "href" not in ledger.entry(one)


def test_a_section_without_claims_is_refused():
    with pytest.raises(ClaimError, match="no claim is of section '9': the sections are 1, 2.1"):
        show.ledger("9")


def test_every_word_comes_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    page = show.ledger("3.2").html + show.ledger_counts().html + show.ledger_filter().html
    for words in ("Headline", "Sum", "Section", "Show", "All", "Wrong", "The claim on its page"):
        assert f"⟦{words}⟧" in page
