// steal starts many goroutines from one and waits for them: the other Ps get work by stealing.
//
//	GOMAXPROCS=4 go run steal.go 24 20000
//
// The arguments are the number of goroutines and how many steps of work each does
// (20000 steps take about 20 microseconds).
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

var sink uint64

// work keeps a processor busy for n steps, without allocating and without a system call.
func work(n int) uint64 {
	x := uint64(n)
	for i := 0; i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

// argument reads the i-th argument as a number, or gives the value that stands for it.
func argument(i, otherwise int) int {
	if len(os.Args) <= i {
		return otherwise
	}
	n, err := strconv.Atoi(os.Args[i])
	if err != nil || n < 1 {
		println("steal: argument", i, "must be a whole number above 0")
		os.Exit(2)
	}
	return n
}

func main() {
	goroutines, steps := argument(1, 24), argument(2, 20000)
	results := make([]uint64, goroutines)
	var wg sync.WaitGroup
	wg.Add(goroutines)
	began := time.Now()
	for i := 0; i < goroutines; i++ {
		go func(i int) {
			results[i] = work(steps)
			wg.Done()
		}(i)
	}
	wg.Wait()
	took := time.Since(began)
	for _, r := range results {
		sink += r
	}
	println(goroutines, "goroutines of", steps, "steps on", runtime.GOMAXPROCS(0), "Ps took",
		took.Microseconds(), "microseconds")
}
