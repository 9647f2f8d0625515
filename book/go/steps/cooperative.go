// cooperative does the same as preempted without signals: the loops call functions, and stop there.
//
//	GODEBUG=asyncpreemptoff=1 go run cooperative.go
package main

import (
	"sync"
	"sync/atomic"
)

var sink uint64

// work keeps a processor busy for n steps.
//
//go:noinline
func work(n int) {
	x := uint64(n)
	for i := 0; i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	atomic.AddUint64(&sink, x)
}

// through calls work with a frame large enough for a stack check.
//
//go:noinline
func through(n int) byte {
	var room [256]byte
	work(n)
	room[n%256] = 1
	return room[(n+1)%256]
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 1200; j++ {
				through(50000)
			}
		}()
	}
	wg.Wait()
}
