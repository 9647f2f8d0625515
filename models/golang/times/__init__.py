"""What steps, threads and pauses cost on this machine, measured."""
