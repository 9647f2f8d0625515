// lastlock lets goroutines end that are locked to their threads: the threads end with them.
//
//	go run lastlock.go
package main

import (
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 40; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			runtime.LockOSThread()
			runtime.Gosched()
		}()
		if i%4 == 3 {
			wg.Wait()
		}
	}
	wg.Wait()
}
