// share starts goroutines from one: the other Ps get work by stealing.
//
//	go run share.go
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
	for round := 0; round < 20; round++ {
		var wg sync.WaitGroup
		for i := 0; i < 40; i++ {
			wg.Add(1)
			go func() {
				work(20000)
				wg.Done()
			}()
		}
		wg.Wait()
	}
}
