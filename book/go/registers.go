// registers starts a goroutine that makes a system call, needs a larger stack, wakes main and ends.
//
//	GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1 go run registers.go
//
// It prints nothing. What it does can be seen from outside: gdb stops it in the middle of its switches
// from one stack to another, and reads the registers there.
package main

import "syscall"

var done = make(chan int)

//go:noinline
func deep(n int) byte {
	var room [1500]byte
	for i := range room {
		room[i] = byte(i + n)
	}
	return room[n]
}

func worker() {
	syscall.Close(-1)
	done <- int(deep(1))
}

func main() {
	go worker()
	<-done
}
