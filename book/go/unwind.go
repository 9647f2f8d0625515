// unwind panics three calls deep. Where recover stands is its argument.
//
//	go run unwind.go outer
package main

import (
	"fmt"
	"os"
)

var where = os.Args[1]

func says(s string) { fmt.Println(s) }

func rescues(x *int) {
	r := recover()
	fmt.Println("rescues:", r)
	*x = 42
}

//go:noinline
func helps(x *int) { rescues(x) }

func inner() (x int) {
	defer says("inner, deferred")
	if where == "inner" {
		defer rescues(&x)
	}
	panic("boom")
}

func middle() (x int) {
	defer says("middle, deferred")
	if where == "middle" {
		defer rescues(&x)
	}
	x = inner()
	says("middle goes on")
	return x + 1
}

func outer() (x int) {
	defer says("outer, deferred first")
	switch where {
	case "outer":
		defer rescues(&x)
	case "helper":
		defer helps(&x)
	case "itself":
		defer recover()
	}
	x = 1
	x = middle()
	says("outer goes on")
	return x + 1
}

func main() {
	x := outer()
	fmt.Println("main goes on,", x)
}
