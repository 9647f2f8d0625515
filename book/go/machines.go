// machines lets threads of Go begin, sleep, wake up, wait in the system, and one of them end.
//
//	GOMAXPROCS=3 go run machines.go
package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

const short = time.Millisecond

var all sync.WaitGroup

// work computes.
func work() {
	for began := time.Now(); time.Since(began) < short; {
	}
	all.Done()
}

// call waits in the operating system.
func call() {
	pause := syscall.NsecToTimespec(3 * short.Nanoseconds())
	syscall.Nanosleep(&pause, nil)
	all.Done()
}

// last computes on a thread that nobody else may have, and ends without giving it back.
func last() {
	runtime.LockOSThread()
	work()
}

// wave starts these and waits until all have ended.
func wave(some ...func()) {
	all.Add(len(some))
	for _, one := range some {
		go one()
	}
	all.Wait()
}

// end is where a debugger looks.
//
//go:noinline
func end() {}

func main() {
	wave(work, work)
	wave(call, call, work, work)
	wave(last)
	end()
}
