// Waits in many ways, and prints its goroutines; with an argument, panics instead (Go 1.22 and later).
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"time"
)

type box[T any] struct{ c chan T }

func (b *box[T]) take() T { return <-b.c }

func worker(jobs chan int) { <-jobs }

func down(n int, c chan int) int {
	if n == 0 {
		return <-c
	}
	return down(n-1, c) + 1
}

func main() {
	jobs, out, never := make(chan int), make(chan int), make(chan int)
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	cond := sync.NewCond(new(sync.Mutex))
	mu.Lock()
	rw.Lock()
	wg.Add(1)
	for i := 0; i < 3; i++ {
		go worker(jobs)
	}
	go func() { out <- 1 }()
	go func() {
		select {
		case <-jobs:
		case out <- 2:
		}
	}()
	go func() { select {} }()
	go func() { var c chan int; <-c }()
	go mu.Lock()
	go rw.RLock()
	go wg.Wait()
	go func() { cond.L.Lock(); cond.Wait() }()
	go time.Sleep(time.Hour)
	go func() { runtime.LockOSThread(); <-never }()
	go (&box[string]{make(chan string)}).take()
	if len(os.Args) == 1 {
		go down(110, never)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go listener.Accept()
	go func() {
		for {
		}
	}()
	time.Sleep(50 * time.Millisecond)
	if len(os.Args) > 1 {
		panic("boom")
	}
	text := make([]byte, 1<<20)
	fmt.Printf("%s", text[:runtime.Stack(text, true)])
}
