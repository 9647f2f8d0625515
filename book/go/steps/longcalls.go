// longcalls makes system calls that take a while, beside goroutines that compute: sysmon takes the Ps back.
//
//	go run longcalls.go
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
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
		wg.Add(2)
		go func() {
			defer wg.Done()
			for j := 0; j < 20; j++ {
				pause := syscall.NsecToTimespec(200_000)
				syscall.Nanosleep(&pause, nil)
			}
		}()
		go func() {
			defer wg.Done()
			for j := 0; j < 30; j++ {
				work(50000)
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
}
