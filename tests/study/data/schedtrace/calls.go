// Makes system calls that last a millisecond or two and one that lasts longer, and with an argument panics
// at the end, to be watched with GODEBUG=schedtrace (Go 1.22 and later).
package main

import (
	"os"
	"syscall"
)

func sleep(ms int64) {
	pause := syscall.NsecToTimespec(ms * 1_000_000)
	syscall.Nanosleep(&pause, nil)
}

func main() {
	for i := 0; i < 4; i++ {
		sleep(2)
	}
	sleep(20)
	if len(os.Args) > 1 {
		panic("boom")
	}
}
