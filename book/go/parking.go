// parking has a goroutine wait for a value, and hands it one.
//
//	GOMAXPROCS=1 go run parking.go
package main

import "runtime"

var c = make(chan int)

func worker() {
	x := <-c
	println("worker has", x)
}

func main() {
	go worker()
	runtime.Gosched() // worker runs, until it waits
	c <- 42
	runtime.Gosched() // worker goes on
}
