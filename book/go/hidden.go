// hidden has two writes that nothing orders, but for a lock that each goroutine takes and gives back.
//
//	GOMAXPROCS=1 go run -race hidden.go
//	GOMAXPROCS=1 go run -race hidden.go late
//
// main writes before it takes the lock, worker after it has given it back. If main has the lock first, its write
// comes before worker's, and the race detector finds nothing. With an argument main lets worker go first.
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
