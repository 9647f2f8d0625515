// manythreads lets many goroutines be in system calls at once: each has a thread of its own.
//
//	go run manythreads.go
package main

import (
	"sync"
	"syscall"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 60; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 4; j++ {
				pause := syscall.NsecToTimespec(3_000_000)
				syscall.Nanosleep(&pause, nil)
			}
		}()
	}
	wg.Wait()
}
