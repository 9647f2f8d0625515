// edges runs small programs, each in a process of its own, and prints whether the race detector has reported anything.
//
//	GOMAXPROCS=1 go run -race edges.go
//
// In each, one goroutine touches x before another one does: they are a quarter of a second apart, or a channel, a lock
// or a flag lies between them. With the name of one as its argument the program is that one, and prints its report.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

var (
	x, count  int
	word      uint64
	one, two  sync.Mutex
	ready     atomic.Int32
	unbuf     = make(chan bool)
	buf       = make(chan bool, 1)
	wholeWord = (*[8]byte)(unsafe.Pointer(&word))
)

// later waits until every other goroutine has come to its end or waits. The wait orders nothing.
func later() { time.Sleep(250 * time.Millisecond) }

var programs = []struct {
	name string
	run  func()
}{
	{"go statement", func() { x++; go func() { x++ }(); later() }},
	{"end of a goroutine", func() { go func() { x++ }(); later(); x++ }},
	{"one lock", func() { go locked(&one); later(); locked(&one) }},
	{"two locks", func() { go locked(&one); later(); locked(&two) }},
	{"lock in between", func() { go func() { x++; one.Lock(); one.Unlock() }(); later(); one.Lock(); one.Unlock(); x++ }},
	{"send, receive", func() { go func() { x++; unbuf <- true }(); <-unbuf; x++ }},
	{"receive, send", func() { go func() { x++; <-unbuf }(); unbuf <- true; x++ }},
	{"the same, buffered", func() { go func() { x++; <-buf }(); buf <- true; later(); x++ }},
	{"close", func() { go func() { x++; close(unbuf) }(); <-unbuf; x++ }},
	{"flag, seen", func() { go func() { x++; ready.Store(1) }(); later(); _ = ready.Load() == 1; x++ }},
	{"flag, asked early", func() { _ = ready.Load(); go func() { x++; ready.Store(1) }(); later(); x++ }},
	{"wait group", waited},
	{"crowded lock", crowded},
	{"byte 0 of a word", func() { go func() { word = 1 }(); later(); wholeWord[0] = 2 }},
	{"byte 4 of a word", func() { go func() { word = 1 }(); later(); wholeWord[4] = 2 }},
}

func locked(mu *sync.Mutex) {
	mu.Lock()
	x++
	mu.Unlock()
}

func waited() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { x++; wg.Done() }()
	wg.Wait()
	x++
}

// crowded has 200 goroutines lock 200 times each.
func crowded() {
	var wg sync.WaitGroup
	for i := 0; i < 200; i++ {
		wg.Add(1)
		go func() {
			for i := 0; i < 200; i++ {
				one.Lock()
				count++
				one.Unlock()
			}
			wg.Done()
		}()
	}
	wg.Wait()
	if count != 40000 {
		panic(count)
	}
}

func main() {
	for _, program := range programs {
		if len(os.Args) > 1 {
			if os.Args[1] == program.name {
				program.run()
			}
			continue
		}
		alone := exec.Command(os.Args[0], program.name)
		alone.Env = append(os.Environ(), "GORACE=exitcode=66 atexit_sleep_ms=0")
		var failed *exec.ExitError
		err := alone.Run()
		said := "-"
		if errors.As(err, &failed) && failed.ExitCode() == 66 {
			said = "DATA RACE"
		} else if err != nil {
			said = err.Error()
		}
		fmt.Printf("%-18s %s\n", program.name, said)
	}
}
