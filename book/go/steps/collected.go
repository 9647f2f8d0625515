// collected makes garbage in many goroutines: the collector stops the world and runs its workers.
//
//	go run collected.go
package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func main() {
	debug.SetGCPercent(20)
	var wg sync.WaitGroup
	for i := 0; i < 6; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var kept *node
			for j := 0; j < 12; j++ {
				kept = tree(11)
			}
			runtime.KeepAlive(kept)
		}()
	}
	wg.Wait()
	runtime.GC()
}
