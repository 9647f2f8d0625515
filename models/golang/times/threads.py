"""What a thread costs on this machine beside a goroutine: time and memory.

Two methods, named beside each duration:
  batches  the plain runtime; the listing times hundreds of steps at once
  called   the C library's own function, called from here and timed one call at a time; what it costs to
           call one that does nothing is taken off
A thread's memory is that of one made by pthread_create with its defaults, which sleeps. The kernel tells
what all threads' kernel stacks take together, so others that begin or end meanwhile count too.
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path

from models.golang import recording, toolchain
from models.golang.places import CACHE, LISTINGS
from models.golang.times import durations
from models.golang.toolchain import REFERENCE, ToolchainError

THREADS = 1000
SETTLE = 0.2  # seconds in which all of them fall asleep
ENV = {"GOMAXPROCS": "4", "GOGC": "off"}


def printed(listing: str, env: dict[str, str]) -> dict[str, list[float]]:
    """Run a listing that prints lines of "name: numbers"; the numbers by name."""
    place = CACHE / "programs" / REFERENCE / Path(listing).stem
    place.parent.mkdir(parents=True, exist_ok=True)
    program = toolchain.build(REFERENCE, LISTINGS / listing, place)
    text = toolchain.run([str(program)], toolchain.environment(REFERENCE, env), None, 60)
    lines = (line.partition(":") for line in text.splitlines())
    return {name: [float(number) for number in numbers.split()] for name, _, numbers in lines}


def kilobytes(file: str, name: str) -> int:
    """What a file of /proc says under that name, in bytes."""
    for line in Path("/proc", file).read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return 1024 * int(line.split()[1])
    raise ToolchainError(f"/proc/{file} has no {name}: the memory of threads is measured on Linux only")


def taken() -> dict[str, int]:
    """Bytes: what this process has reserved and touched, and what all kernel stacks take."""
    return {"reserved": kilobytes("self/status", "VmSize"), "touched": kilobytes("self/status", "VmRSS"),
            "kernel": kilobytes("meminfo", "KernelStack")}


def library() -> ctypes.CDLL:
    """The C library, told what its functions take."""
    libc = ctypes.CDLL(None)
    libc.pthread_create.argtypes = [ctypes.c_void_p] * 4
    libc.pthread_cancel.argtypes = [ctypes.c_ulong]
    libc.pthread_join.argtypes = [ctypes.c_ulong, ctypes.c_void_p]
    return libc


def clocked(call: Callable, *args) -> int:
    """How long one call takes, in ns; it must answer 0."""
    began = time.perf_counter_ns()
    failed = call(*args)
    took = time.perf_counter_ns() - began
    if failed:
        raise ToolchainError(f"{call.__name__} answered {failed}: "
                             f"this process may not have {THREADS} threads")
    return took


def pthreads(count: int = THREADS) -> tuple[list[int], dict[str, int]]:
    """How long each of `count` calls of pthread_create took, in ns, and the bytes that a thread takes."""
    libc = library()
    sleep = ctypes.cast(libc.pause, ctypes.c_void_p)
    ids = [ctypes.c_ulong() for _ in range(count)]
    places = [ctypes.addressof(id) for id in ids]
    call = sorted(clocked(libc.abs, 0) for _ in places)[count // 2]
    before, times, made = taken(), [], []
    try:
        for id, place in zip(ids, places):
            times.append(max(0, clocked(libc.pthread_create, place, None, sleep, None) - call))
            made.append(id)
        time.sleep(SETTLE)
        after = taken()
    finally:
        for end, *rest in ((libc.pthread_cancel,), (libc.pthread_join, None)):
            for id in made:
                end(id, *rest)
    return times, {name: round((after[name] - before[name]) / count) for name in after}


def record() -> dict:
    """Quantiles in ns of every kind, and bytes a thread and a goroutine: book/evidence/threads.json."""
    about = recording.settings(REFERENCE, "", [], ENV)
    steps, memory = printed("switches.go", ENV), printed("parked.go", {"GOGC": "off"})
    creations, thread = pthreads()
    kinds = {kind: durations.quantiles(times) | {"method": "batches", "listing": "switches.go"}
             for kind, times in steps.items()}
    kinds["pthread_create"] = durations.quantiles(creations) | {"method": "called"}
    return {name: about[name] for name in ("go", "goos", "goarch", "cpus", "env")} | {
        "unit": "ns", "kinds": dict(sorted(kinds.items())), "memory unit": "bytes",
        "memory": {"thread": thread, "goroutine": {name: round(*found) for name, found in memory.items()}}}
