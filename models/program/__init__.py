"""Small programs to run on the machine."""
