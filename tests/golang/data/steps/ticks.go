package main

import (
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 6; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 24; j++ {
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
}
