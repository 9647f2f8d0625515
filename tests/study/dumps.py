"""Goroutine dumps: real ones, and one that is small.

The texts in data/ are what programs beside them printed, built with `go build -trimpath`:

    waits-1.27.3.txt         ./waits
    waits-panic-1.22.10.txt  GOTRACEBACK=system GODEBUG=asyncpreemptoff=1,tracebackancestors=5 ./waits panic
    leaks-1.27.3.txt         ./leaks
"""

from pathlib import Path

from models.study.printed.dump import Created, Frame, Place

DATA = Path(__file__).parent / "data"
REAL = {file.stem: file.read_text(encoding="utf-8") for file in DATA.glob("*.txt")}
WAIT = Frame("main.wait", "0x1", Place("/a/b.go", 7, " +0x1d"))
MADE = Created("main.main", 1, Place("/a/b.go", 3, " +0x2"))
ONE = """goroutine 7 [select]:
main.wait(0x1)
\t/a/b.go:7 +0x1d
created by main.main in goroutine 1
\t/a/b.go:3 +0x2
"""
