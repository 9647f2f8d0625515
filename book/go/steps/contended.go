// contended lets goroutines fight for a lock, long enough that waiters starve and it is handed to them.
//
//	go run contended.go
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
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 12; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 40; j++ {
				mu.Lock()
				work(50000)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}
