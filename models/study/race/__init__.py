"""A race detector for the machine, with the rules by which ThreadSanitizer works for Go.

What orders goroutines is in clocks.py; the calls that tell it, as Go's runtime and package sync make them,
in rules.py; what is remembered of a variable in history.py (everything) and shadow.py (four cells);
detector.py joins them, and report.py writes a race as `go run -race` does.
"""
