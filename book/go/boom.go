// boom is the article's sample with the value printed in two ways, and a line behind the call that panics.
//
//	go run boom.go
package main

import "fmt"

func outer() {
	defer func() {
		if r := recover(); r != nil {
			println("recovered:", r)
			fmt.Println("recovered:", r)
		}
	}()
	inner()
	println("after inner()")
}

//go:noinline
func inner() {
	panic("boom")
}

func main() {
	outer()
	println("main goes on")
}
