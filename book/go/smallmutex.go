// smallmutex has goroutines lock a mutex of their own twice, and asks the leak profile for them.
//
//	go run smallmutex.go
//
// A sync.Mutex has 8 bytes and no pointers. Such a thing shares a block of 16 bytes with another one, and the
// garbage collector marks blocks: a mutex whose neighbour is in use counts as reachable.
package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"sync"
	"time"
	"unsafe"
)

type roomy struct {
	sync.Mutex
	_ [8]byte
}

var kept *sync.Mutex // a global variable: always reachable

func main() {
	var mu *sync.Mutex
	for mu == nil || block(mu) != block(kept) {
		kept, mu = new(sync.Mutex), new(sync.Mutex)
	}
	go alone(mu)
	go inside(new(roomy))
	time.Sleep(10 * time.Millisecond)
	var profile bytes.Buffer
	pprof.Lookup("goroutineleak").WriteTo(&profile, 1)
	fmt.Printf("a mutex of %d bytes beside one in use: leaked %t\n", unsafe.Sizeof(*kept), found(profile, "alone"))
	fmt.Printf("a mutex in a struct of %d bytes: leaked %t\n", unsafe.Sizeof(roomy{}), found(profile, "inside"))
}

// block tells which block of 16 bytes a mutex lies in.
func block(mu *sync.Mutex) uintptr {
	return uintptr(unsafe.Pointer(mu)) / 16
}

//go:noinline
func alone(mu *sync.Mutex) {
	mu.Lock()
	mu.Lock()
}

//go:noinline
func inside(mu *roomy) {
	mu.Lock()
	mu.Lock()
}

// found tells whether a function stands in a profile.
func found(profile bytes.Buffer, function string) bool {
	return bytes.Contains(profile.Bytes(), []byte("main."+function))
}
