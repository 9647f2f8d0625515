"""The environment `.venv`: made once, and again only when the requirements change.

Only the standard library is used here: this is what runs before anything is installed.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from tools.places import ROOT, VENV, venv_program
from tools.problem import Problem

STAMP = "requirements.sha256"
PIP_LOG = "pip.log"
# What pip writes when the index cannot be reached. An index that is out of reach and a package that
# does not exist end in the same last line, so the connection's own words are what counts.
NO_NETWORK = ("NewConnectionError", "ConnectTimeout", "Temporary failure in name resolution",
              "Connection refused", "Network is unreachable", "ProxyError", "ReadTimeout",
              "getaddrinfo failed", "NameResolutionError")


def ensure(*requirements: str) -> None:
    """Make `.venv` hold exactly what these requirement files ask for.

    Errors: `Problem` when the environment cannot be made or pip fails.
    """
    wanted = stamp(requirements)
    if installed() in wanted:
        return
    create()
    print(f"Installing {' and '.join(requirements)} into .venv (a few minutes, only this once) ...",
          flush=True)
    install(requirements)
    (VENV / STAMP).write_text(wanted[0], encoding="utf-8")


def stamp(requirements: tuple[str, ...]) -> list[str]:
    """The stamps that will do, the exact one first: an environment with the test's needs serves
    reading as well."""
    texts = ["requirements.txt", "requirements-test.txt"]
    return [digest(texts[:count]) for count in range(len(requirements), len(texts) + 1)]


def digest(names: list[str]) -> str:
    """One hash for the Python in use and the texts of these files."""
    seen = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in names:
        seen.update(f"\0{name}\0".encode() + (ROOT / name).read_bytes())
    return seen.hexdigest()


def installed() -> str:
    """The stamp of what `.venv` holds now; empty when there is none or it does not run."""
    path = VENV / STAMP
    there = path.exists() and venv_program("python").exists()
    return path.read_text(encoding="utf-8") if there else ""


def create() -> None:
    """A new, empty `.venv`."""
    made = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise Problem(
            "Python could not make the environment .venv: install its `venv` module (on Debian and "
            "Ubuntu: apt-get install python3-venv) and run the same command again. Python said: "
            f"{last_line(made.stdout)}")


def install(requirements: tuple[str, ...]) -> None:
    """Let pip install these files into `.venv`; its own words are kept in `.venv/pip.log`."""
    files = [part for name in requirements for part in ("-r", str(ROOT / name))]
    pip = [str(venv_program("python")), "-m", "pip", "install", "--disable-pip-version-check"]
    done = run([*pip, *files])
    (VENV / PIP_LOG).write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        raise Problem(pip_trouble(done.stdout))


def pip_trouble(said: str) -> str:
    """One sentence about a pip that failed, from what it printed."""
    if any(word in said for word in NO_NETWORK):
        return ("pip could not reach the package index: connect to the network, or set PIP_INDEX_URL "
                "to a mirror that you can reach, and run the same command again (pip's own words "
                f"are in .venv/{PIP_LOG}).")
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")] or [last_line(said)]
    return (f"pip could not install the requirements: {errors[-1].removeprefix('ERROR: ')} (all it "
            f"said is in .venv/{PIP_LOG}).")


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the repository's root and keep what it says, both streams together."""
    return subprocess.run(command, cwd=Path(ROOT), text=True, encoding="utf-8", errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def last_line(text: str) -> str:
    """The last line that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"
