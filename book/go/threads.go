// threads makes the runtime start one new thread after another.
//
//	GOMAXPROCS=2 go run threads.go
//
// A goroutine that is locked to its thread and waits keeps the thread for itself. So each of these
// takes one thread away from the scheduler, which has to make another to go on.
package main

import (
	"runtime"
	"sync"
)

const locked = 20

func main() {
	var ready sync.WaitGroup
	end := make(chan bool)
	for i := 0; i < locked; i++ {
		ready.Add(1)
		go func() {
			runtime.LockOSThread()
			ready.Done()
			<-end
		}()
		ready.Wait()
	}
	println("threads keep", locked, "goroutines waiting")
}
