// preempt keeps the only P busy until somebody else has had a turn.
//
//	GOMAXPROCS=1 GODEBUG=asyncpreemptoff=1 go run preempt.go calls
//	GOMAXPROCS=1 go run preempt.go loop
//
// With calls it calls a function all the time, and each call is a place where it can be stopped; the loop
// has none.
package main

import (
	"os"
	"sync/atomic"
)

var seen atomic.Bool

//go:noinline
func look(n int) bool {
	var a [200]byte // too large a frame to do without the check of the stack
	a[n%200] = 1
	return a[0] == 2 || seen.Load()
}

func main() {
	go func() { seen.Store(true) }()
	if os.Args[1] == "calls" {
		for n := 0; !look(n); n++ {
		}
	} else {
		for !seen.Load() {
		}
	}
	println("somebody else had a turn")
}
