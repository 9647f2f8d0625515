"""Where things are. Everything is relative to the repository's root."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD = ROOT / "_build"
LAB = BUILD / "lab"


def venv_program(name: str) -> Path:
    """A program of the environment: `python`, `jupyter-book`, ... (Windows keeps them elsewhere)."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name
