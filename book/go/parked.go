// parked tells how much memory a goroutine takes that waits.
//
//	GOGC=off go run parked.go
//
// Each line is a measure and its bytes a goroutine: its stack, what the runtime has asked the operating
// system for, and what of that lies in memory (Linux only).
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

const goroutines = 100000

// resident is how much of this process lies in memory, in bytes.
func resident() uint64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kilobytes, err := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		panic(err)
	}
	return kilobytes * 1024
}

func main() {
	var before, after runtime.MemStats
	var ready sync.WaitGroup
	end := make(chan bool)
	runtime.ReadMemStats(&before)
	lay := resident()
	ready.Add(goroutines)
	for i := 0; i < goroutines; i++ {
		go func() {
			ready.Done()
			<-end
		}()
	}
	ready.Wait()
	runtime.ReadMemStats(&after)
	println("stack:", (after.StackInuse-before.StackInuse)/goroutines)
	println("reserved:", (after.Sys-before.Sys)/goroutines)
	println("touched:", (resident()-lay)/goroutines)
	close(end)
}
