"""One of the article's claims on a page: what it says, the verdict, what is so, and where Go shows it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.view.markup import Markup, anchor, in_book, plain, rich, said, unmarked
from models.words import word

if TYPE_CHECKING:
    from models.golang.claims import Cite, Claim


Link = Callable[[dict[str, str], str], tuple[str, str]]


def markup(claim: "Claim", link: Link) -> Markup:
    """The claim for a notebook and for a page. link(places, release) gives (text, address)."""
    return Markup(html(claim, link), text(claim))


def html(claim: "Claim", link: Link) -> str:
    """The claim as a section that a link can lead to: #claim-<its id>."""
    key = f"claim.verdict.{claim.verdict}"
    verdict = anchor(word(key), f"ledger.html#ledger-{claim.id}") if in_book() else said(key)
    return (f'<section class="claim claim--{claim.verdict}" id="claim-{claim.id}">'
            f'<p class="claim__says">{said("claim.says")} {rich(claim.claim)}</p>'
            f'<p class="claim__verdict">{verdict}</p>'
            f'<div class="claim__truth"><p><strong>{said("claim.truth")}</strong> {rich(claim.truth)}</p></div>'
            f'{"".join(cite_html(cite, link) for cite in claim.cites)}</section>')


def cite_html(cite: "Cite", link: Link) -> str:
    """One thing that the source shows, with a link to its line in each release that has it."""
    return f'<p class="claim__cites">{rich(cite.note)}: {", ".join(links(cite.places, link))}</p>'


def links(places: dict[str, str], link: Link) -> Iterator[str]:
    """A link a release: the first tells the place, the others only their release, to stay short."""
    key = "claim.place"
    for release in places:
        place, address = link(places, release)
        yield anchor(word(key, place=place, release=release), address)
        key = "claim.place.other"


def text(claim: "Claim") -> str:
    """The claim where only plain text can be shown, without the places in the source."""
    says, truth = map(unmarked, (claim.claim, claim.truth))
    return (f'{plain("claim.says")} {says}\n{plain(f"claim.verdict.{claim.verdict}")}. '
            f'{plain("claim.truth")} {truth}')
