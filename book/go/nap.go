// nap sleeps for 10 ms, so that the goroutine which it has started first has time to print.
//
//	GOMAXPROCS=1 go run nap.go
package main

import (
	"runtime"
	"time"
)

func main() {
	go println("the goroutine that was started first runs")
	go func() {
		for {
		}
	}()
	time.Sleep(10 * time.Millisecond)
	println("main has slept", 10, "ms and returns, with", runtime.NumGoroutine(), "goroutines")
}
