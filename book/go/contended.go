// contended prints its own mutex profile and block profile: how long goroutines have waited, and where in the code.
//
//	go run contended.go
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

var (
	mu sync.Mutex
	wg sync.WaitGroup
)

//go:noinline
func slow() {
	mu.Lock()
	time.Sleep(20 * time.Millisecond)
	mu.Unlock()
}

//go:noinline
func quick() {
	mu.Lock()
	mu.Unlock()
}

func main() {
	runtime.SetMutexProfileFraction(1) // every wait counts
	runtime.SetBlockProfileRate(1)
	for i := 0; i < 10; i++ {
		wg.Add(3)
		go times(slow)
		time.Sleep(5 * time.Millisecond)
		go times(quick)
		go times(quick)
		wg.Wait()
	}
	fmt.Println("mutex profile")
	show(runtime.MutexProfile)
	fmt.Println("block profile")
	show(runtime.BlockProfile)
}

//go:noinline
func times(f func()) {
	f()
	wg.Done()
}

func show(profile func([]runtime.BlockProfileRecord) (int, bool)) {
	records := make([]runtime.BlockProfileRecord, 100)
	n, _ := profile(records)
	all, of := int64(0), map[string]int64{}
	for _, record := range records[:n] {
		names := [3]string{}
		frames := runtime.CallersFrames(record.Stack())
		for i := range names {
			frame, _ := frames.Next()
			names[i] = frame.Function
		}
		if names[0] == "sync.(*Mutex).Lock" || names[0] == "sync.(*Mutex).Unlock" {
			of[names[0]+" in "+names[1]] += record.Cycles
			all += record.Cycles
		}
	}
	for name, cycles := range of {
		if percent := 100 * cycles / all; percent >= 5 {
			fmt.Printf("  %d %% of the time: %s\n", percent, name)
		}
	}
}
