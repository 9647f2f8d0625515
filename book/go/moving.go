// moving keeps where a variable is twice, as a pointer and as a number, and then needs a larger stack.
//
//	go run moving.go
package main

import "unsafe"

//go:noinline
func big(i int) byte {
	var room [9000]byte
	room[i] = 1
	return room[9000-i-1]
}

//go:noinline
func f(q *int) {
	n := uintptr(unsafe.Pointer(q))
	println(*q, n == uintptr(unsafe.Pointer(q)))
	big(0)
	println(*q, n == uintptr(unsafe.Pointer(q)))
}

func run(done chan bool) {
	x := 42
	f(&x)
	done <- true
}

func main() {
	done := make(chan bool)
	go run(done)
	<-done
}
