// resize changes GOMAXPROCS up and down while goroutines run, sleep and wait in queues.
//
//	go run resize.go
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
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
	was := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for i := 0; i < 40; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 30; j++ {
				work(10000)
				if (i+j)%3 == 0 {
					time.Sleep(100 * time.Microsecond)
				} else {
					runtime.Gosched()
				}
			}
		}(i)
	}
	for _, n := range []int{2, 6, 1, 8, 3, 4, 1, 5} {
		runtime.GOMAXPROCS(n)
		time.Sleep(500 * time.Microsecond)
	}
	runtime.GOMAXPROCS(was)
	wg.Wait()
}
