// kick lets one goroutine start others in a row: each takes runnext, and kicks the one before it into the ring.
//
//	go run kick.go
package main

import "sync"

func main() {
	var wg sync.WaitGroup
	for round := 0; round < 100; round++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 8; i++ {
				wg.Add(1)
				go wg.Done()
			}
		}()
		if round%10 == 9 {
			wg.Wait()
		}
	}
	wg.Wait()
}
