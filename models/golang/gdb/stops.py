"""Stop a program at functions with gdb, and read what a script of ours says there: lines of JSON.

A script is a template of this folder, NAME.gdb.txt, with the addresses of functions in the place of @PLACES@.
"""

import json
from pathlib import Path

from models.golang import toolchain
from models.golang.gdb import debugger
from models.golang.places import TEMPLATES
from models.golang.toolchain import ToolchainError

SETTINGS = {"GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}


def addresses(version: str, program: Path) -> dict[str, int]:
    """The address of every function of a program, by its name without package runtime, and without its ABI
    where it has but one.
    """
    found = {}
    for line in toolchain.go(version, ["tool", "nm", str(program)]).splitlines():
        parts = line.split(maxsplit=2)
        if len(parts) == 3 and parts[1] in "Tt":
            found[parts[2].removeprefix("runtime.")] = int(parts[0], 16)
    return {name.removesuffix(".abi0"): at for name, at in found.items()} | found


def script(template: str, wanted: dict[str, dict[str, str]], at: dict[str, int]) -> str:
    """What gdb is to do. wanted: kind of place -> its name for the script -> the function's.

    ToolchainError names a function that has no address in `at`.
    """
    missing = [name for names in wanted.values() for name in names.values() if name not in at]
    if missing:
        raise ToolchainError(f"the program has no function {', '.join(missing)}: what stops there, "
                             f"models/golang/{template}.py, must be brought up to this release")
    places = {kind: {short: at[name] for short, name in names.items()} for kind, names in wanted.items()}
    text = (TEMPLATES / f"{template}.gdb.txt").read_text(encoding="utf-8")
    return text.replace("@PLACES@", json.dumps(places))


def lines(version: str, listing: Path, template: str, wanted: dict[str, dict[str, str]], procs: int,
          folder: Path, settings: dict[str, str] = SETTINGS) -> list:
    """Build a listing in a folder and run it under gdb with that many Ps: the lines that the script wrote."""
    gdb = debugger.gdb(template)
    program = toolchain.build(version, listing, folder / listing.stem)
    commands = folder / "commands"
    commands.write_text(script(template, wanted, addresses(version, program)), encoding="utf-8")
    env = toolchain.environment(version, {"GOMAXPROCS": str(procs)} | settings)
    printed = toolchain.run([gdb, "-nx", "-batch", "-x", str(commands), str(program)], env, None, 120)
    return [json.loads(line) for line in printed.splitlines() if line.startswith("[\"")]
