// storm lets many goroutines do nothing but call Gosched: all go through the global queue.
//
//	go run storm.go
package main

import (
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 50; j++ {
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
}
