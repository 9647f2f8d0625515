// hidden has two goroutines that write a variable, and each of them also takes a lock and gives it back.
//
//	GOMAXPROCS=1 go run -race hidden.go
//	GOMAXPROCS=1 go run -race hidden.go late
//
// main writes before it takes the lock, worker after it has given it back. Without an argument main goes first,
// with one main lets worker go first.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

var (
	mu    sync.Mutex
	wg    sync.WaitGroup
	value int
)

func worker() {
	mu.Lock()
	mu.Unlock()
	value = 2
	wg.Done()
}

func main() {
	wg.Add(1)
	go worker()
	if len(os.Args) > 1 {
		runtime.Gosched()
	}
	value = 1
	mu.Lock()
	mu.Unlock()
	wg.Wait()
	fmt.Println("both have written")
}
