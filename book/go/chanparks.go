// chanparks waits on a channel in every way there is.
//
//	GOMAXPROCS=1 go run chanparks.go
package main

import (
	"runtime"
	"time"
)

var never chan int

//go:noinline
func sendUnbuffered(c chan int) { c <- 1 }

//go:noinline
func sendFull(c chan int) { c <- 3 }

//go:noinline
func receive(c chan int) { <-c }

//go:noinline
func choose(a, b chan int) {
	select {
	case <-a:
	case b <- 1:
	}
}

func sendNil()     { never <- 1 }
func receiveNil()  { <-never }
func selectEmpty() { select {} }

// partner does the other half of what main waits for; while main waits, it does not have to.
func partner(a, b chan int) {
	<-a
	runtime.Gosched()
	<-b
	runtime.Gosched()
	a <- 1
	runtime.Gosched()
	a <- 1
}

func main() {
	time.Sleep(time.Millisecond) // let the runtime's own goroutines come to rest
	a, b := make(chan int), make(chan int, 1)
	b <- 2
	go partner(a, b)
	sendUnbuffered(a)
	sendFull(b)
	receive(a)
	choose(a, make(chan int))
	for _, wait := range []func(){sendNil, receiveNil, selectEmpty} {
		go wait()
		runtime.Gosched()
	}
}
