// yields starts many goroutines that do nothing but yield, and prints how many slices a second ran.
//
//	GOMAXPROCS=4 go run yields.go 10000 10
//
// The arguments are the number of goroutines and how often each calls runtime.Gosched.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// argument reads the i-th argument as a number, or gives the value that stands for it.
func argument(i, otherwise int) int {
	if len(os.Args) <= i {
		return otherwise
	}
	n, err := strconv.Atoi(os.Args[i])
	if err != nil || n < 1 {
		println("yields: argument", i, "must be a whole number above 0")
		os.Exit(2)
	}
	return n
}

func main() {
	goroutines, times := argument(1, 10000), argument(2, 10)
	var wg sync.WaitGroup
	wg.Add(goroutines)
	began := time.Now()
	for i := 0; i < goroutines; i++ {
		go func() {
			for j := 0; j < times; j++ {
				runtime.Gosched()
			}
			wg.Done()
		}()
	}
	wg.Wait()
	println(int64(float64(goroutines*times) / time.Since(began).Seconds()))
}
