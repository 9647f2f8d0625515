"""A runtime that reports what it does: the patches, the build, and the log read into events in one order."""
