// treap has twelve goroutines wait for nine mutexes that all lead to one root of the semaphore table.
//
//	GOMAXPROCS=1 go run treap.go
//
// It prints nothing: gdb stops it in asleep, and looks at how they wait.
package main

import (
	"runtime"
	"sync"
)

// A semaphore's root is its address divided by 8, modulo 251. So those that lie 251 times 8 bytes apart share one.
type spaced struct {
	sync.Mutex
	_ [250 * 8]byte
}

var (
	mutexes [9]spaced
	order   = []int{4, 7, 1, 4, 8, 2, 6, 0, 3, 5, 4, 1}
)

func wait(i int) {
	mutexes[i].Lock()
}

//go:noinline
func asleep() {}

func main() {
	for i := range mutexes {
		mutexes[i].Lock()
	}
	for _, i := range order {
		go wait(i)
		runtime.Gosched()
	}
	asleep()
}
