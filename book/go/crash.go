// crash panics in a goroutine. Its deferred function panics again with what it has recovered; main can do nothing.
//
//	go run crash.go
package main

import "fmt"

func again() {
	r := recover()
	fmt.Println("recovered:", r)
	panic(r)
}

func worker() {
	defer fmt.Println("worker, deferred first")
	defer again()
	panic("boom")
}

func main() {
	defer func() { fmt.Println("main recovers:", recover()) }()
	go worker()
	select {}
}
