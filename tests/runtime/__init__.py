"""Tests of the rules. They read in the order of models/runtime."""
