// birth starts a goroutine, and when that one has ended, another, which gets the first one's g.
//
//	GOMAXPROCS=1 go run birth.go
//
// It prints nothing: it is there to be watched, from a go statement to the line after it.
package main

import (
	"runtime"
	"time"
)

//go:noinline
func work() {}

//go:noinline
func made() { go work() }

//go:noinline
func reused() { go work() }

func main() {
	time.Sleep(10 * time.Millisecond) // the runtime's own goroutines come to rest
	made()
	runtime.Gosched() // work runs to its end, and its g waits to be used again
	reused()
	runtime.Gosched()
}
