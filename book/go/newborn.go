// newborn starts a goroutine with arguments, and when it has ended, another, which gets its g.
//
//	GOMAXPROCS=1 go run newborn.go
//
// It prints nothing. A debugger stops it when the new g is put into the queue, and reads the fields.
package main

import (
	"runtime"
	"time"
)

//go:noinline
func two(a, b int) {}

//go:noinline
func made(a, b int) { go two(a, b) }

//go:noinline
func reused(a, b int) { go two(a, b) }

func main() {
	time.Sleep(10 * time.Millisecond) // the runtime's own goroutines come to rest
	made(3, 4)
	runtime.Gosched() // two runs to its end, and its g waits to be used again
	reused(5, 6)
	runtime.Gosched()
}
