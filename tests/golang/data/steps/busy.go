package main

import (
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	c := make(chan int, 2)
	for i := 0; i < 24; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 400_000; j++ {
				i += j * j
			}
			runtime.Gosched()
			c <- i
			runtime.Gosched()
		}(i)
	}
	for i := 0; i < 24; i++ {
		<-c
	}
	wg.Wait()
}
