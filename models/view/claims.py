"""One of the article's claims on a page: what it says, the verdict, what is so, and where Go shows it."""

from typing import TYPE_CHECKING

from models.view.markup import Markup, anchor, plain, rich, said
from models.words import word

if TYPE_CHECKING:
    from models.golang.claims import Cite, Claim

SOURCE = "https://github.com/golang/go/blob/go{release}/src/runtime/{file}#L{line}"


def markup(claim: "Claim") -> Markup:
    """The claim for a notebook and for a page."""
    return Markup(html(claim), text(claim))


def html(claim: "Claim") -> str:
    """The claim as a section that a link can lead to: #claim-<its id>."""
    verdict = said(f"claim.verdict.{claim.verdict}")
    return (f'<section class="claim claim--{claim.verdict}" id="claim-{claim.id}">'
            f'<p class="claim__says">{said("claim.says")} {rich(claim.claim)}</p>'
            f'<p class="claim__verdict">{verdict}</p>'
            f'<div class="claim__truth"><p><strong>{said("claim.truth")}</strong> {rich(claim.truth)}</p></div>'
            f'{"".join(map(cite_html, claim.cites))}</section>')


def cite_html(cite: "Cite") -> str:
    """One thing that the source shows, with a link to its line in each release that has it."""
    links = ", ".join(anchor(word("claim.place", place=place, release=release), url(place, release))
                      for release, place in cite.places.items())
    return f'<p class="claim__cites">{rich(cite.note)}: {links}</p>'


def url(place: str, release: str) -> str:
    """The address of a place such as "proc.go:7649" in that release's source."""
    file, _, line = place.partition(":")
    return SOURCE.format(release=release, file=file, line=line)


def text(claim: "Claim") -> str:
    """The claim where only plain text can be shown, without the places in the source."""
    says, truth = (one.replace("`", "") for one in (claim.claim, claim.truth))
    return (f'{plain("claim.says")} {says}\n{plain(f"claim.verdict.{claim.verdict}")}. '
            f'{plain("claim.truth")} {truth}')
