"""What gdb reads in a running Go program: one recording a module."""
