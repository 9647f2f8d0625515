// closing lets five goroutines wait on a channel, sends one value, and closes the channel.
//
//	GOMAXPROCS=1 go run closing.go
package main

import "runtime"

func receiver(i int, c chan int) {
	v, ok := <-c
	println(i, "got", v, ok)
}

func main() {
	c := make(chan int)
	for i := 2; i <= 6; i++ { // main is goroutine 1
		go receiver(i, c)
		runtime.Gosched() // so that it waits before the next one is started
	}
	c <- 7
	runtime.Gosched()
	close(c)
	println("closed")
	runtime.Gosched()
}
