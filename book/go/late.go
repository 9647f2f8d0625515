// late makes system calls beside a goroutine that could run, and
// measures when that does run.
//
//	GOMAXPROCS=1 go run late.go short
//	GOMAXPROCS=1 go run late.go long
//
// Before each call main computes, for 1 to 2 ms or for 100 to 200 ms, so
// that sysmon has looked in vain a few times or many times. It prints the
// shortest, the middle and the longest wait, in microseconds.
package main

import (
	"os"
	"slices"
	"syscall"
	"time"
)

const calls = 31

// compute keeps the CPU busy for so long.
func compute(d time.Duration) {
	for begin := time.Now(); time.Since(begin) < d; {
	}
}

// once makes a call of 50 ms, and tells when the other goroutine ran.
func once() time.Duration {
	ran := make(chan time.Time, 1)
	pause := syscall.NsecToTimespec(50_000_000)
	begin := time.Now()
	go func() { ran <- time.Now() }()
	syscall.Nanosleep(&pause, nil)
	return (<-ran).Sub(begin)
}

func main() {
	before := map[string]time.Duration{"short": time.Millisecond, "long": 100 * time.Millisecond}[os.Args[1]]
	var times []time.Duration
	once() // from here on there is a second thread
	for i := 0; i < calls; i++ {
		compute(before + time.Duration(i)*before/calls)
		times = append(times, once())
	}
	slices.Sort(times)
	println("shortest:", times[0].Microseconds())
	println("middle:", times[calls/2].Microseconds())
	println("longest:", times[calls-1].Microseconds())
}
