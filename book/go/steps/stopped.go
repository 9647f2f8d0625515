// stopped stops the world again and again, to read how much memory is in use, while goroutines run.
//
//	go run stopped.go
package main

import (
	"runtime"
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
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 40; j++ {
				work(20000)
				runtime.Gosched()
			}
		}()
	}
	var stats runtime.MemStats
	for i := 0; i < 30; i++ {
		runtime.ReadMemStats(&stats)
		runtime.Gosched()
	}
	wg.Wait()
}
