// blocked counts its threads while its goroutines wait: 50 on a channel, and then 50 more in read(2).
//
//	GOMAXPROCS=1 go run blocked.go
//
// Linux only: the count stands in /proc, and read is asked for by the system call itself.
package main

import (
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

const waiting = 50

var end = make(chan bool)
var pipe [2]int

// receive waits for a value that nobody sends.
func receive() { <-end }

// read waits for a byte that nobody writes.
func read() {
	var b [1]byte
	syscall.Read(pipe[0], b[:])
}

// start has 50 goroutines wait.
func start(wait func()) {
	var about sync.WaitGroup
	about.Add(waiting)
	for i := 0; i < waiting; i++ {
		go func() {
			about.Done()
			wait()
		}()
	}
	about.Wait()
	time.Sleep(100 * time.Millisecond)
}

// threads is how many threads this process has.
func threads() string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(string(text), "Threads:")
	return strings.Fields(rest)[0]
}

func main() {
	if err := syscall.Pipe(pipe[:]); err != nil {
		panic(err)
	}
	println("at first:", threads(), "threads")
	start(receive)
	println("50 goroutines wait on a channel:", threads(), "threads")
	start(read)
	println("50 more wait in read:", threads(), "threads")
}
