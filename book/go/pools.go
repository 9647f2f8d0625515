// pools makes goroutines with stacks of many sizes, keeps some and ends some.
//
//	GOMAXPROCS=1 go run pools.go
//
// Plain Go prints nothing of it; a runtime that keeps a log says where each stack came from and where it
// went.
package main

import "runtime"

//go:noinline
func deep(n int, ready, end chan bool) byte {
	var a [480]byte
	a[n%480] = byte(n)
	if n > 1 {
		a[0] += deep(n-1, ready, end)
	} else {
		ready <- true
		<-end
	}
	return a[0]
}

// back comes back from deep and waits then, so that the collector halves its stack.
func back(n int, ready chan bool) {
	over := make(chan bool, 1)
	deep(n, over, over)
	ready <- true
	select {}
}

func main() {
	ready, end := make(chan bool), make(chan bool)
	for _, n := range []int{128, 256, 512} {
		go back(n, ready)
		<-ready
	}
	for round := 0; round < 2; round++ {
		for i := 0; i < 24; i++ {
			go deep(1<<(i%8), ready, end) // 1 to 128 calls: stacks of 2 KiB to 128 KiB
			<-ready
		}
		for i := 0; i < 20; i++ {
			end <- true
			runtime.Gosched()
		}
		runtime.GC()
	}
}
