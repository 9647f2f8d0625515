// stuck has goroutines wait for locks of every kind, and prints how a dump of all goroutines begins to tell of each.
//
//	go run stuck.go 61s
//
// It waits so long before it asks. The garbage collector notes since when a goroutine waits, and what it notes is when
// it has ended the collection before.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

var (
	mu   sync.Mutex
	rw   sync.RWMutex
	wg   sync.WaitGroup
	cond = sync.NewCond(new(sync.Mutex))
)

func locker()  { mu.Lock() }
func writer()  { rw.Lock() }
func reader()  { rw.RLock() }
func waiter()  { wg.Wait() }
func sleeper() { cond.L.Lock(); cond.Wait() }

func main() {
	long, err := time.ParseDuration(os.Args[1])
	if err != nil {
		panic(err)
	}
	mu.Lock()
	rw.RLock() // one reader is there
	wg.Add(1)
	for _, f := range []func(){locker, writer, reader, waiter, sleeper} {
		go f()
		time.Sleep(10 * time.Millisecond)
	}
	runtime.GC()
	runtime.GC()
	time.Sleep(long)

	dump := make([]byte, 1<<16)
	dump = dump[:runtime.Stack(dump, true)]
	for _, stack := range strings.Split(string(dump), "\n\n")[1:] {
		reason, frames, _ := strings.Cut(stack, "\n")
		for _, frame := range strings.Split(frames, "\n") {
			if name, _, found := strings.Cut(frame, "("); found && strings.HasPrefix(name, "main.") {
				fmt.Println(reason[strings.Index(reason, "["):], name)
				break
			}
		}
	}
}
