// waiting prints the first line of each goroutine's stack: its number, and why it does not run.
//
//	GOMAXPROCS=1 go run waiting.go
package main

import (
	"runtime"
	"strings"
)

var never chan int

func send(c chan int)    { c <- 1 }
func receive(c chan int) { <-c }
func sendNil()           { never <- 1 }
func receiveNil()        { <-never }
func noCases()           { select {} }
func woken(c chan int)   { <-c }

func twoCases(a, b chan int) {
	select {
	case <-a:
	case <-b:
	}
}

func main() {
	full, empty, later := make(chan int, 1), make(chan int), make(chan int)
	full <- 0
	go send(full)
	go receive(empty)
	go twoCases(empty, later)
	go sendNil()
	go receiveNil()
	go noCases()
	later = make(chan int)
	go woken(later)
	runtime.Gosched()
	later <- 1 // whoever has waited for it could run now

	stacks := make([]byte, 1<<16)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, one := range strings.Split(string(stacks), "\n\n") {
		head, rest, _ := strings.Cut(one, "\n")
		function, _, _ := strings.Cut(rest, "(")
		println(head, function)
	}
}
