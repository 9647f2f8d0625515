"""Every line of the listing is explained, and nothing is explained that is not there."""

from models.amd64.layout import RELEASES
from models.amd64.program import code
from models.words import catalogue

PREFIX = "registers.line."


def test_lines_and_explanations_belong_together():
    keys = {line.key for release in RELEASES for made in code(release).values() for line in made.lines}
    words = {key.removeprefix(PREFIX) for key in catalogue("en") if key.startswith(PREFIX)}
    assert keys == words
