// turns has two goroutines compute beside each other on one P, and
// counts how often they take turns.
//
//	GOMAXPROCS=1 go run turns.go loop
//	GOMAXPROCS=1 GODEBUG=asyncpreemptoff=1 go run turns.go loop
//	GOMAXPROCS=1 GODEBUG=asyncpreemptoff=1 go run turns.go calls
//
// It prints how many turns there were, and how many milliseconds each
// took on average.
package main

import (
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const steps = 200_000_000

var last, turns atomic.Int32 // whose turn it is, and how many there were

// loop computes without calling a function: atomic operations are
// single instructions.
func loop(me int32) {
	for i := 0; i < steps; i++ {
		if last.Load() != me {
			last.Store(me)
			turns.Add(1)
		}
	}
}

//go:noinline
func look(n int) byte {
	var room [256]byte // too large a frame to do without a stack check
	room[n%256] = 1
	return room[(n+1)%256]
}

// calls does the same and calls a function in each step.
func calls(me int32) {
	for i := 0; i < steps/16; i++ {
		look(i)
		if last.Load() != me {
			last.Store(me)
			turns.Add(1)
		}
	}
}

func main() {
	work := map[string]func(int32){"loop": loop, "calls": calls}[os.Args[1]]
	var wg sync.WaitGroup
	begin := time.Now()
	wg.Add(2)
	for me := int32(1); me <= 2; me++ {
		go func() {
			work(me)
			wg.Done()
		}()
	}
	wg.Wait()
	println("turns:", turns.Load())
	println("each, in ms:", time.Since(begin).Milliseconds()/int64(turns.Load()))
}
