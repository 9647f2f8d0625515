"""What is so of the room's source as a whole: not among the tests that a mutant, which is in the source, has to pass."""

import re
from pathlib import Path

from models.stack import events


def test_every_kind_of_event_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in Path(events.__file__).parent.glob("*.py"))
    assert set(re.findall(r'rt\.emit\("(\w+)"', text)) == set(events.FIELDS)
