// life has one goroutine yield, wait, ask the system, sleep and end; another then gets its g.
//
//	GOMAXPROCS=1 go run life.go
package main

import (
	"runtime"
	"syscall"
	"time"
)

func worker(in, out chan int) {
	runtime.Gosched()
	v := <-in
	syscall.Close(-1) // there is no such file, so it fails at once
	time.Sleep(time.Millisecond)
	out <- v
}

func next(out chan int) {
	out <- 2
}

func main() {
	in, out := make(chan int), make(chan int, 1)
	go worker(in, out)
	runtime.Gosched()
	runtime.Gosched()
	in <- 1
	println(<-out)
	runtime.Gosched()
	go next(out)
	println(<-out)
}
