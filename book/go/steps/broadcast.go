// broadcast wakes all who wait for a condition at once, round by round.
//
//	go run broadcast.go
package main

import "sync"

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	round, here := 0, 0
	all := sync.NewCond(&mu)
	for i := 0; i < 16; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			for mine := 0; mine < 15; mine++ {
				if here++; here == 16 {
					here = 0
					round++
					all.Broadcast()
				}
				for round == mine {
					all.Wait()
				}
			}
		}()
	}
	wg.Wait()
}
