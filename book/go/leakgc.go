// leakgc counts goroutines before and after garbage collections, a hundred of each kind.
//
//	GOGC=off go run leakgc.go
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

const n = 100

// count starts a hundred of a kind, and prints how many goroutines there
// are then, and after three collections.
func count(kind string, start func()) {
	base := runtime.NumGoroutine()
	for i := 0; i < n; i++ {
		start()
	}
	time.Sleep(50 * time.Millisecond)
	before := runtime.NumGoroutine() - base
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	done := mem.NumGC
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	after := runtime.NumGoroutine() - base
	fmt.Printf("%-20s%5d%6d%5d\n", kind, before, after, done)
}

func main() {
	fmt.Println("100 of each        before after  GCs")
	count("ended", func() { go func() {}() })
	count("channel", func() { go func(c chan int) { <-c }(make(chan int)) })
	count("nil channel", func() { go func(c chan int) { <-c }(nil) })
	count("select {}", func() { go func() { select {} }() })
	count("locked mutex", func() {
		go func(mu *sync.Mutex) { mu.Lock(); mu.Lock() }(new(sync.Mutex))
	})
	count("AfterFunc, pending", func() {
		c := make(chan int)
		time.AfterFunc(time.Hour, func() { <-c })
	})
	count("AfterFunc, fired", func() {
		c := make(chan int)
		time.AfterFunc(time.Millisecond, func() { <-c })
	})
}
