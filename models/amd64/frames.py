"""How large the frames of the program's functions are: what the compiler of each release decided."""

from collections.abc import Mapping

# Bytes below the saved BP. They are read from the compiled program; a test compares.
FRAMES: Mapping[str, Mapping[str, int]] = {
    "1.27.3": {
        "mstart0": 32, "mstart1": 24, "schedule": 48, "execute": 56, "newproc": 40, "newproc.func1": 32,
        "runqput": 32, "gopark": 16, "park_m": 80, "newstack": 288, "goexit1": 24, "goexit0": 8,
        "chanrecv1": 24, "chanrecv": 104, "chansend1": 32, "chansend": 96, "send": 56, "goready.func1": 24,
        "runtime.main": 280, "main.main": 16, "main.worker": 24, "main.deep": 1504, "syscall.Close": 32,
        "syscall.Syscall": 80, "entersyscall": 24, "reentersyscall": 96, "exitsyscall": 104,
    },
    "1.22.10": {
        "mstart0": 32, "mstart1": 24, "schedule": 40, "execute": 32, "newproc": 40, "newproc.func1": 24,
        "runqput": 32, "gopark": 16, "park_m": 72, "newstack": 416, "goexit1": 24, "goexit0": 8,
        "chanrecv1": 24, "chanrecv": 104, "chansend1": 32, "chansend": 96, "send": 56, "goready.func1": 24,
        "runtime.main": 128, "main.main": 16, "main.worker": 24, "main.deep": 1520, "syscall.Close": 32,
        "syscall.Syscall": 80, "entersyscall": 16, "reentersyscall": 80, "exitsyscall": 96,
    },
}
