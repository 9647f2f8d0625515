// slices measures for how long the operating system takes a CPU away from a busy thread.
//
//	go run slices.go
//
// Twice as many goroutines as there are CPUs keep a thread each busy for half a second and look at
// the clock all the time. A jump of the clock is a time in which another thread had the CPU.
// The line printed lists the jumps of more than 100 microseconds, in nanoseconds.
package main

import (
	"runtime"
	"strconv"
	"sync"
	"time"
)

const (
	length = 500 * time.Millisecond
	jump   = 100 * time.Microsecond
)

// watch looks at the clock for `length` and returns its jumps.
func watch() []time.Duration {
	var jumps []time.Duration
	began := time.Now()
	for last := began; last.Sub(began) < length; {
		now := time.Now()
		if now.Sub(last) > jump {
			jumps = append(jumps, now.Sub(last))
		}
		last = now
	}
	return jumps
}

func main() {
	threads := 2 * runtime.NumCPU()
	runtime.GOMAXPROCS(threads)
	jumps := make([][]time.Duration, threads)
	var wg sync.WaitGroup
	for i := range jumps {
		wg.Add(1)
		go func(i int) {
			jumps[i] = watch()
			wg.Done()
		}(i)
	}
	wg.Wait()
	line := "slice"
	for _, list := range jumps {
		for _, d := range list {
			line += " " + strconv.FormatInt(d.Nanoseconds(), 10)
		}
	}
	println(line)
}
