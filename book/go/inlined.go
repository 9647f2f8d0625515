// inlined has two helpers that call a function that recovers. The compiler may inline one of them.
//
//	go run inlined.go
package main

import "fmt"

func rescues(x *int) {
	if r := recover(); r != nil {
		*x = 42
	}
}

func helps(x *int) { rescues(x) }

//go:noinline
func calls(x *int) { rescues(x) }

func inlined() (x int) {
	defer func() { recover() }()
	defer helps(&x)
	panic("boom")
}

func called() (x int) {
	defer func() { recover() }()
	defer calls(&x)
	panic("boom")
}

func main() {
	fmt.Println(inlined(), called())
}
