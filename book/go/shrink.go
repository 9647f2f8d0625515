// shrink makes a goroutine's stack large, comes back from there, and lets the garbage collector run.
//
//	GOMAXPROCS=1 go run shrink.go WHO
//
// WHO is own (the goroutine that asks for the collections), parked (another one, which waits) or busy
// (another one, which is stopped in the middle of a loop). After each collection it prints how much memory
// is in use for all stacks, in KiB.
package main

import (
	"os"
	"runtime"
	"sync/atomic"
)

var (
	stats   runtime.MemStats
	counted atomic.Bool
	stop    atomic.Bool
)

//go:noinline
func deep(n int) byte {
	var a [480]byte
	a[n%480] = byte(n)
	if n > 1 {
		a[0] += deep(n - 1)
	}
	return a[0]
}

func collect(times int) {
	for i := 0; i < times; i++ {
		runtime.GC()
		runtime.ReadMemStats(&stats)
		println(stats.StackInuse / 1024)
	}
}

// busy loops without a call, in which only a signal can stop it, and then calls, which ask each time
// whether to stop.
func busy() {
	for !counted.Load() {
	}
	for !stop.Load() {
		deep(1)
	}
}

func main() {
	ready, end := make(chan bool), make(chan bool)
	who := os.Args[1]
	go func() {
		deep(600)
		if who == "own" {
			collect(10)
		}
		ready <- true
		if who == "busy" {
			busy()
		}
		<-end
	}()
	<-ready
	runtime.Gosched()
	switch who {
	case "parked":
		collect(10)
	case "busy":
		collect(1)
		counted.Store(true)
		runtime.Gosched()
		stop.Store(true)
		end <- true
	}
}
