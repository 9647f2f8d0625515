// resized keeps four Ps busy, each with goroutines in its queue, and changes the number of Ps to 2 and back.
//
//	GOMAXPROCS=4 go run resized.go
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

const procs = 4

var (
	busy, born atomic.Int32
	done       atomic.Bool
)

var said []int

// told keeps what a call has answered, and is where a debugger can stop then.
//
//go:noinline
func told(was int) {
	said = append(said, was)
}

// worker starts two goroutines on the P that it runs on. The one that calls waits until all are
// busy, and then changes the number of Ps.
func worker(calls bool) {
	for i := 0; i < 2; i++ {
		go born.Add(1)
	}
	busy.Add(1)
	if calls {
		for busy.Load() < procs {
		}
		told(runtime.GOMAXPROCS(2))
		told(runtime.GOMAXPROCS(procs))
		told(runtime.GOMAXPROCS(0))
		done.Store(true)
	}
	for !done.Load() {
	}
}

func main() {
	go worker(true)
	go worker(false)
	go worker(false)
	worker(false)
	fmt.Println(said)
}
