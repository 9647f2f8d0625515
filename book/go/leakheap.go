// leakheap measures what goroutines that wait for ever keep alive; each has 64 KiB.
//
//	go run leakheap.go
package main

import (
	"fmt"
	"runtime"
	"time"
)

const n = 100

//go:noinline
func use(b []byte) { b[0]++ }

// drops uses its memory for the last time before it waits.
//
//go:noinline
func drops(b []byte, c chan int) {
	use(b)
	<-c
}

// keeps would use its memory once more.
//
//go:noinline
func keeps(b []byte, c chan int) {
	use(b)
	<-c
	use(b)
}

// heap is how many KiB are in use after a garbage collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return mem.HeapAlloc / 1024
}

// measure says how much memory each goroutine keeps alive.
func measure(name string, wait func([]byte, chan int)) {
	base := heap()
	for i := 0; i < n; i++ {
		go wait(make([]byte, 64<<10), make(chan int))
	}
	time.Sleep(50 * time.Millisecond)
	fmt.Printf("%s: %d KiB each\n", name, (heap()-base+n/2)/n)
}

func main() {
	measure("used before the wait", drops)
	measure("used again after it", keeps)
}
