"""What a program of the format can do over all schedules: its logs, its ends, its races; and kernels of bugs."""
