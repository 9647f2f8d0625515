// overflow starts more goroutines than a ring has room for: half of it goes to the global queue.
//
//	go run overflow.go
package main

import "sync"

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 1500; i++ {
		wg.Add(1)
		go wg.Done()
	}
	wg.Wait()
}
