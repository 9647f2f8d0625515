// Computes on more goroutines than Ps, waits in system calls, locks goroutines to threads, sets timers,
// collects garbage and is idle at last, to be watched with GODEBUG=schedtrace (Go 1.22 and later).
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Blocks its thread in a system call that the runtime's poller knows nothing of.
func blocked() {
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		panic(err)
	}
	syscall.Read(ends[0], make([]byte, 1))
}

func locked(c chan int) {
	runtime.LockOSThread()
	<-c
}

func compute(long time.Duration, wg *sync.WaitGroup) {
	for start := time.Now(); time.Since(start) < long; {
		runtime.Gosched()
	}
	wg.Done()
}

func main() {
	never := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		go blocked()
		go locked(never)
	}
	for i := 0; i < 3; i++ {
		time.AfterFunc(time.Hour, func() {})
	}
	wg.Add(8)
	for i := 0; i < 8; i++ {
		go compute(30*time.Millisecond, &wg)
	}
	runtime.GC()
	wg.Wait()
	fmt.Fprintln(os.Stderr, "computed: 8")
	time.Sleep(30 * time.Millisecond)
}
