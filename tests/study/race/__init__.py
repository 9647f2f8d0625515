"""Tests of the race detector."""
