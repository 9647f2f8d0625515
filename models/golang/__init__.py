"""The real toolchain: find it, cite its source, record its runs, compare.

Everything here talks to a real Go; nothing here is needed to read or build the book,
which uses only what was recorded (`evidence`) and the lock of citations (`cite`).
"""
