// meet has one goroutine send four values and main receive them, over a channel with so many slots.
//
//	GOMAXPROCS=1 go run meet.go 2
package main

import "os"

func sender(c chan int) {
	for i := 1; i <= 4; i++ {
		c <- i
		println("sent", i)
	}
	close(c)
}

func main() {
	slots := 0
	if len(os.Args) > 1 {
		slots = int(os.Args[1][0] - '0')
	}
	c := make(chan int, slots)
	go sender(c)
	for v := range c {
		println("got", v)
	}
	println("end")
}
