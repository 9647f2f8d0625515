"""The recordings that the book rests on: book/evidence/NAME.json, small and made to be compared."""

import json
from typing import Any

from models.golang.places import EVIDENCE


class EvidenceError(ValueError):
    """A recording is missing or damaged; the message is one sentence with the mend."""


def exists(name: str) -> bool:
    """Whether there is a recording of that name."""
    return (EVIDENCE / f"{name}.json").exists()


def load(name: str) -> Any:
    """The recording of that name; EvidenceError where there is none or it is not JSON."""
    path = EVIDENCE / f"{name}.json"
    if not path.exists():
        raise EvidenceError(f"there is no book/evidence/{name}.json: "
                            "record it with `make evidence`, which needs Linux and Go")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise EvidenceError(f"book/evidence/{name}.json is not JSON: take it from git again, "
                            "or record it anew with `make evidence`") from None


def save(name: str, data: Any) -> None:
    """Write a recording, so that a change in one entry is a change in one line."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    (EVIDENCE / f"{name}.json").write_text(dump(data) + "\n", encoding="utf-8")


def dump(data: Any, indent: int = 0, room: int = 100) -> str:
    """JSON in which whatever fits on a line of `room` characters stands on one."""
    flat = json.dumps(data, ensure_ascii=False)
    if len(flat) + indent <= room or not isinstance(data, (dict, list)):
        return flat
    pad = " " * (indent + 1)
    if isinstance(data, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {dump(value, indent + 1, room)}"
                 for key, value in data.items()]
        return "{\n" + ",\n".join(pad + part for part in parts) + "\n" + " " * indent + "}"
    parts = [dump(value, indent + 1, room) for value in data]
    return "[\n" + ",\n".join(pad + part for part in parts) + "\n" + " " * indent + "]"
