"""The article's claims as stored in book/claims: load them, and refuse what is not well formed."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from models.golang.places import ROOT
from models.golang.toolchain import VERSIONS

PAGES = ROOT / "book"
FOLDER = PAGES / "claims"
VERDICTS = ("holds", "imprecise", "outdated", "wrong", "unverifiable")
CALL = re.compile(r'show\.claim\("([^"]+)"\)')
FIELDS = ("id", "section", "claim", "verdict", "truth", "cites", "check")


class ClaimError(ValueError):
    """A claim is written wrongly or does not exist; the message is one sentence with the mend."""


@dataclass(frozen=True)
class Cite:
    """Lines that show one thing: a note in our words, our pattern for the line, {release: place}.

    A place is "proc.go:7649", the file relative to src/runtime, or else to src.
    """

    note: str
    shows: str
    places: dict[str, str]


@dataclass(frozen=True)
class Claim:
    """What the article says, the verdict, what is so, where Go's source shows it, and its checks."""

    id: str
    section: str
    claim: str
    verdict: str
    truth: str
    cites: tuple[Cite, ...]
    check: tuple[dict, ...]


@cache
def claims(folder: Path = FOLDER) -> dict[str, Claim]:
    """Every claim by its id, in the files' order."""
    found: dict[str, Claim] = {}
    for path in sorted(folder.glob("*.yml")):
        for claim in parse(path.read_text(encoding="utf-8"), path.name):
            if claim.id in found:
                raise ClaimError(f"{path.name}: the claim {claim.id} is there twice")
            found[claim.id] = claim
    return found


def claim(name: str, folder: Path = FOLDER) -> Claim:
    """One claim by its id."""
    found = claims(folder)
    if name not in found:
        raise ClaimError(f"there is no claim {name!r}: its id must stand in a file of book/claims")
    return found[name]


def of_section(section: str) -> list[Claim]:
    """The claims of one section of the article, in the file's order.

    Errors: `ClaimError` naming the sections there are.
    """
    found = [one for one in claims().values() if one.section == section]
    if not found:
        known = ", ".join(dict.fromkeys(one.section for one in claims().values()))
        raise ClaimError(f"no claim is of section {section!r}: the sections are {known}")
    return found


@cache
def shown_on(folder: Path = PAGES) -> dict[str, list[str]]:
    """The names of the pages that show each claim, by the claim's id; a test wants exactly one."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.md")):
        for name in CALL.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, []).append(path.stem)
    return found


def parse(text: str, file: str) -> list[Claim]:
    """The claims of one file's text."""
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClaimError(f"{file} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list):
        raise ClaimError(f"{file} must be a list of claims")
    return [read(entry, f"{file}, entry {i}") for i, entry in enumerate(entries, 1)]


def read(entry: object, where: str) -> Claim:
    """One claim from its plain data."""
    if not isinstance(entry, dict) or set(entry) != set(FIELDS):
        raise ClaimError(f"{where}: a claim has exactly the fields {', '.join(FIELDS)}")
    where = f"{where} ({entry['id']})"
    for name in ("id", "section", "claim", "verdict", "truth"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise ClaimError(f"{where}: {name} must be text")
    if entry["verdict"] not in VERDICTS:
        raise ClaimError(f"{where}: the verdict {entry['verdict']} is none of {', '.join(VERDICTS)}")
    if not entry["id"].startswith(f"{entry['section']}-"):
        raise ClaimError(f"{where}: the id must begin with its section, {entry['section']}-")
    return Claim(**{name: entry[name].strip() for name in FIELDS[:5]},
                 cites=tuple(cite(one, where) for one in _items(entry, "cites", where)),
                 check=tuple(_check(one, where) for one in _items(entry, "check", where)))


def cite(entry: object, where: str) -> Cite:
    """One citation: note, shows and a place for at least one release."""
    if not isinstance(entry, dict) or not {"note", "shows"} < set(entry):
        raise ClaimError(f"{where}: a cite has a note, a pattern `shows` and a line a release")
    places = {key: value for key, value in entry.items() if key not in ("note", "shows")}
    for release, place in places.items():
        if release not in VERSIONS or not re.fullmatch(r"[\w/.]+\.(go|s):[1-9]\d*", str(place)):
            raise ClaimError(f"{where}: {release}: {place} is not like {VERSIONS[0]}: proc.go:7649, "
                             f"with one of the releases {', '.join(VERSIONS)}")
    return Cite(entry["note"], entry["shows"], places)


def _check(entry: object, where: str) -> dict:
    """One check as plain data; what its kind needs is for that kind to say."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kind"), str):
        raise ClaimError(f"{where}: a check names its kind")
    if entry.get("only", VERSIONS[0]) not in VERSIONS:
        raise ClaimError(f"{where}: only: {entry['only']} is none of {', '.join(VERSIONS)}")
    return entry


def _items(entry: dict, name: str, where: str) -> list:
    """A list field with at least one item."""
    if not isinstance(entry[name], list) or not entry[name]:
        raise ClaimError(f"{where}: {name} must be a list with at least one item")
    return entry[name]
