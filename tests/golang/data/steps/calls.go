package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			if i == 3 {
				runtime.LockOSThread() // and ends with it
			}
			runtime.Gosched()
			for j := 0; j < 3; j++ {
				pause := syscall.NsecToTimespec(int64(4 * time.Millisecond))
				syscall.Nanosleep(&pause, nil)
			}
			for end := time.Now().Add(15 * time.Millisecond); time.Now().Before(end); {
			}
		}(i)
	}
	runtime.GOMAXPROCS(3)
	wg.Wait()
	runtime.GOMAXPROCS(1)
	go func() {}()
	runtime.Gosched()
	runtime.GOMAXPROCS(2)
}
