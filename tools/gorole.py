"""The role {go}: a citation of Go's source, linked to the pinned release.

{go}`proc.go runqgrab` shows file, line and name; {go}`runqgrab <proc.go runqgrab>` shows `runqgrab`.
"""

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from models.golang.cite import link


class GoRole(ReferenceRole):
    """The role on a page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            text, address = text_and_address(self.title if self.has_explicit_title else "", self.target)
        except ValueError as error:
            return [], [self.inliner.reporter.error(str(error), line=self.lineno)]
        code = nodes.literal(text, text)
        return [nodes.reference("", "", code, refuri=address, classes=["go"])], []


def markdown(target: str, text: str) -> str:
    """The same in plain Markdown, for notebooks. Errors: ValueError when the lock has no such key."""
    text, address = text_and_address(text, target)
    return f"[`{text}`]({address})"


def text_and_address(text: str, key: str) -> tuple[str, str]:
    """What the link shows (its own text, else what the lock says) and where it leads."""
    said, address = link(key)
    return text or said, address
