// locked hands a value to and fro between goroutines that are locked to their threads: each time one thread
// gives its P to another.
//
//	go run locked.go
package main

import "runtime"

func main() {
	to, fro := make(chan int), make(chan int)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for n := range to {
			fro <- n + 1
		}
		close(fro)
	}()
	runtime.LockOSThread()
	n := 0
	for i := 0; i < 150; i++ {
		to <- n
		n = <-fro
	}
	runtime.UnlockOSThread()
	close(to)
	<-fro
	println(n)
}
