// reporting waits on channels in five ways. With a patched runtime each wait is reported.
//
//	go run reporting.go
package main

import (
	"runtime"
	"time"
)

func main() {
	c := make(chan int)
	println("main begins; its channel c is at", c)
	go func() { c <- 1 }()
	runtime.Gosched()
	<-c
	go func() { <-c }()
	runtime.Gosched()
	c <- 2
	var never chan int
	go func() { <-never }()
	go func() { never <- 3 }()
	go func() { select {} }()
	quit := make(chan bool)
	go func() {
		select {
		case <-c:
		case <-quit:
		}
	}()
	time.Sleep(10 * time.Millisecond)
	println("main ends")
}
