package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	c := make(chan int)
	for i := 0; i < 6; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			mu.Lock()
			mu.Unlock()
			switch i % 3 {
			case 0:
				c <- i
				runtime.Gosched()
			case 1:
				pause := syscall.NsecToTimespec(300_000)
				syscall.Nanosleep(&pause, nil)
			case 2:
				time.Sleep(200 * time.Microsecond)
				runtime.LockOSThread()
			}
		}(i)
	}
	<-c
	<-c
	runtime.GOMAXPROCS(2)
	wg.Wait()
	runtime.GOMAXPROCS(3)
}
