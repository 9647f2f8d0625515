// traced runs goroutines while the tracer records them: a goroutine of its own reads what it writes.
//
//	go run traced.go
package main

import (
	"io"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

func main() {
	if err := trace.Start(io.Discard); err != nil {
		panic(err)
	}
	var wg sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 20; j++ {
				runtime.Gosched()
			}
			time.Sleep(time.Millisecond)
		}()
	}
	wg.Wait()
	trace.Stop()
}
