"""Where this room keeps things: recordings in the book, toolchains in a folder git ignores."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
EVIDENCE = ROOT / "book" / "evidence"
LISTINGS = ROOT / "book" / "go"
TEMPLATES = Path(__file__).resolve().parent / "templates"
