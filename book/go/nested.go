// nested lets a deferred function panic, while a panic or a Goexit runs it. A function further out recovers.
//
//	go run nested.go panic
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

var wg sync.WaitGroup

func rescues() {
	r := recover()
	fmt.Println("rescues:", r)
}

func worse() {
	panic("worse")
}

func fails() {
	defer worse()
	if os.Args[1] == "goexit" {
		runtime.Goexit()
	}
	panic("boom")
}

func catches() {
	defer fmt.Println("catches, deferred first")
	defer rescues()
	fails()
	fmt.Println("catches goes on")
}

func worker() {
	defer wg.Done()
	catches()
	fmt.Println("worker goes on")
}

func main() {
	wg.Add(1)
	go worker()
	wg.Wait()
	fmt.Println("main goes on")
}
