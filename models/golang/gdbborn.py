"""What gdb shows of a goroutine that has just been made: a session that a reader can repeat."""

from models.golang.gdbsession import Session

BORN = Session("gdbborn", "born.gdb", "newborn.go", {"GOMAXPROCS": "1"}, "runqput", "$1 = ")
