// barge lets goroutines wait for a mutex that main keeps, while main unlocks it and locks it again.
//
//	GOMAXPROCS=1 go run barge.go 2 50 2
//
// The numbers: how many wait, for how many microseconds main keeps the mutex each time, and how often it
// locks it again.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

var (
	mu sync.Mutex
	wg sync.WaitGroup
)

func waiter(i int) {
	mu.Lock()
	fmt.Println(i, "has it")
	mu.Unlock()
	wg.Done()
}

func main() {
	waiters, micros, times := arg(1, 2), arg(2, 50), arg(3, 2)
	wg.Add(waiters)
	mu.Lock()
	for i := 2; i < waiters+2; i++ {
		go waiter(i)
		runtime.Gosched() // it waits for mu
	}
	for range times {
		for start := time.Now(); time.Since(start) < time.Duration(micros)*time.Microsecond; {
		}
		mu.Unlock()
		mu.Lock()
		fmt.Println("main has it again")
		runtime.Gosched()
	}
	mu.Unlock()
	fmt.Println("main is done")
	wg.Wait()
}

// arg gives the number that the program was called with there, or another where there is none.
func arg(i, otherwise int) int {
	if len(os.Args) <= i {
		return otherwise
	}
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		panic(err)
	}
	return n
}
