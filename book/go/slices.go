// slices measures for how long the operating system lets a busy thread run when others wait.
//
//	go run slices.go
//
// Twice as many goroutines as there are CPUs keep a thread each busy for half a second and look at
// the clock all the time. A jump of the clock is a time in which another thread had the CPU, so
// the time between two jumps is a slice. The line printed lists the slices in nanoseconds.
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

// watch looks at the clock for `length` and returns the slices between its jumps.
func watch() []time.Duration {
	var slices []time.Duration
	began := time.Now()
	var from time.Time // when this slice began; the first one is not seen from its beginning
	for last := began; last.Sub(began) < length; {
		now := time.Now()
		if now.Sub(last) > jump {
			if !from.IsZero() {
				slices = append(slices, last.Sub(from))
			}
			from = now
		}
		last = now
	}
	return slices
}

func main() {
	threads := 2 * runtime.NumCPU()
	runtime.GOMAXPROCS(threads)
	slices := make([][]time.Duration, threads)
	var wg sync.WaitGroup
	for i := range slices {
		wg.Add(1)
		go func(i int) {
			slices[i] = watch()
			wg.Done()
		}(i)
	}
	wg.Wait()
	line := "slice"
	for _, list := range slices {
		for _, d := range list {
			line += " " + strconv.FormatInt(d.Nanoseconds(), 10)
		}
	}
	println(line)
}
