"""The real toolchain: find it, cite its source, record its runs, compare.

    overlay    a runtime that reports what it does, and the log it writes
    steps      every step of the scheduler, recorded and read
    stacks     what becomes of stacks
    gdb        what gdb reads in a running program
    sessions   tools asked as a reader would ask them, and what listings print
    asm        the compiler's instructions
    programs   programs of the format on real Go, beside the models
    times      what things cost on this machine
    checks     what a claim's check can be
    templates  the Go files, gdb scripts and shell scripts that these put to work

Everything here talks to a real Go; nothing here is needed to read or build the book,
which uses only what was recorded (`evidence`) and the lock of citations (`cite`).
"""
