"""Every step of the scheduler, recorded from real Go: the log, the files, and programs recorded so."""
