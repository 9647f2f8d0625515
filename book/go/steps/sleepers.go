// sleepers waits for timers: of Sleep, of AfterFunc and of a Ticker.
//
//	go run sleepers.go
package main

import (
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 30; i++ {
		wg.Add(2)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 8; j++ {
				time.Sleep(time.Duration(37*i+100) * time.Microsecond)
			}
		}(i)
		time.AfterFunc(time.Duration(i)*100*time.Microsecond, wg.Done)
	}
	ticker := time.NewTicker(300 * time.Microsecond)
	for i := 0; i < 20; i++ {
		<-ticker.C
	}
	ticker.Stop()
	wg.Wait()
}
