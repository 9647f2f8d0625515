// Loses goroutines, and prints the leak profile (Go 1.26 and later).
package main

import (
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

func lost(c chan int) { c <- 1 }

func stuck(mu *sync.Mutex) { mu.Lock(); mu.Lock() }

func main() {
	for i := 0; i < 3; i++ {
		go lost(make(chan int))
	}
	go stuck(new(sync.Mutex))
	kept := make(chan int)
	go lost(kept)
	time.Sleep(20 * time.Millisecond)
	pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 2)
	<-kept
}
