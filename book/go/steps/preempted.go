// preempted runs more loops than there are Ps, each longer than a time slice: signals stop them.
//
//	go run preempted.go
package main

import (
	"sync"
	"sync/atomic"
)

var sink uint64

// work keeps a processor busy for n steps.
func work(n int) {
	x := uint64(n)
	for i := 0; i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	atomic.AddUint64(&sink, x)
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			work(60_000_000)
		}()
	}
	wg.Wait()
}
