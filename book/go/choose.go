// choose waits on three channels at once; main sends on the second, and then tries the first.
//
//	GOMAXPROCS=1 go run choose.go
package main

import "runtime"

func chooser(a, b, c chan int) {
	select {
	case v := <-a:
		println("a brought", v)
	case v := <-b:
		println("b brought", v)
	case v := <-c:
		println("c brought", v)
	}
}

func main() {
	a, b, c := make(chan int), make(chan int), make(chan int)
	go chooser(a, b, c)
	runtime.Gosched()
	b <- 2
	select {
	case a <- 1:
		println("a took 1")
	default:
		println("nobody waits on a, and 1 is not sent")
	}
	runtime.Gosched()
}
