// tick keeps the Ps busy with goroutines that ready each other, while others wait in the global queue: every
// 61st time that comes first.
//
//	go run tick.go
package main

import (
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for p := 0; p < 4; p++ {
		to, fro := make(chan int, 1), make(chan int, 1)
		wg.Add(3)
		go func() {
			defer wg.Done()
			for n := range to {
				fro <- n
			}
			close(fro)
		}()
		go func() {
			defer wg.Done()
			for i := 0; i < 300; i++ {
				to <- i
				<-fro
			}
			close(to)
		}()
		go func() {
			defer wg.Done()
			for i := 0; i < 40; i++ {
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
}
