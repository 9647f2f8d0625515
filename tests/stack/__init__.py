"""Tests of goroutine stacks. They read in the order of models/stack."""
