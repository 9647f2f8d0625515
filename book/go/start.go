// start lets many goroutines wait deep in their stacks, and looks with how large a stack new ones begin.
//
//	GOMAXPROCS=1 go run start.go CALLS
//
// CALLS is how many calls deep each of the hundred waits; a call takes about 500 bytes. A round is one new
// goroutine, which ends, and one collection. After each it prints the size that the runtime has chosen, in
// bytes.
package main

import (
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
)

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

func main() {
	calls, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	ready, end := make(chan bool), make(chan bool)
	for i := 0; i < 100; i++ {
		go deep(calls, ready, end)
		<-ready
	}
	size := []metrics.Sample{{Name: "/gc/stack/starting-size:bytes"}}
	for i := 0; i < 4; i++ {
		go func() { ready <- true }()
		<-ready
		runtime.Gosched()
		runtime.GC()
		metrics.Read(size)
		println(size[0].Value.Uint64())
	}
}
