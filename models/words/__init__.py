"""Every word a reader sees that is not a page's prose, one flat catalogue a language.

An entry is a template: `{name}` stands for an argument, and text between backticks is code.
BOOK_LANGUAGE picks the language (default `en`). The language `pseudo` is English with every entry
in ⟦…⟧, so that a test can find a word that did not come from here.
"""

import json
import os
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> dict[str, str]:
    """All entries of a language; ValueError names the languages there are."""
    if language == "pseudo":
        return {key: f"⟦{text}⟧" for key, text in catalogue("en").items()}
    path = FOLDER / f"{language}.json"
    if not path.exists():
        raise ValueError(f"there is no language {language!r}; there are {', '.join(languages())}")
    return json.loads(path.read_text(encoding="utf-8"))


def languages() -> list[str]:
    """The languages that can be chosen."""
    return sorted(path.stem for path in FOLDER.glob("*.json")) + ["pseudo"]


def language() -> str:
    """The language of this process."""
    return os.environ.get("BOOK_LANGUAGE", "en")


def word(key: str, **args: object) -> str:
    """The text of one entry with its arguments filled in; without arguments, the template itself."""
    entries = catalogue(language())
    if key not in entries:
        raise KeyError(f"models/words/{language()}.json has no entry {key!r}")
    return entries[key].format(**args) if args else entries[key]
