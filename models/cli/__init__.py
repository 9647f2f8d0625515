"""The commands of `python -m models`, a module each: what it is called with, and what it does.

A command's `add` tells the parser its name and its options, and which function it is. What is not right about a
command becomes one sentence on stderr and the exit status 2.
"""
