// early ends before its goroutines do.
//
//	GOMAXPROCS=1 go run early.go
package main

import "runtime"

func work(n int, end chan bool) {
	defer println("goroutine", n, "cleans up")
	println("goroutine", n, "begins")
	<-end
}

func main() {
	end := make(chan bool)
	go work(1, end)
	runtime.Gosched() // goroutine 1 begins, and waits
	go work(2, end)
	println("main returns, with", runtime.NumGoroutine(), "goroutines")
}
