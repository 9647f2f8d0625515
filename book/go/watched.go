// watched has three goroutines that somebody must watch. One waits for
// a byte from a pipe, one sleeps in a system call, one only computes.
//
//	GOMAXPROCS=1 go run watched.go
//
// It prints how many milliseconds each of the first two could have gone
// on before it did.
package main

import (
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

const call = 5 * time.Millisecond // how long the system call takes

var sink uint64

func main() {
	var wg sync.WaitGroup
	var written, read, back time.Time
	in, out, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	raw := int(out.Fd())
	wg.Add(3)
	go func() { // the reader
		in.Read(make([]byte, 1))
		read = time.Now()
		wg.Done()
	}()
	runtime.Gosched()
	go func() { // the loop
		x := uint64(1)
		for i := 0; i < 30_000_000; i++ {
			x = x*6364136223846793005 + 1442695040888963407
		}
		sink = x
		wg.Done()
	}()
	go func() { // the caller
		pause := syscall.NsecToTimespec(call.Nanoseconds())
		syscall.Write(raw, []byte("x"))
		written = time.Now()
		syscall.Nanosleep(&pause, nil)
		back = time.Now()
		wg.Done()
	}()
	wg.Wait()
	println("the reader:", read.Sub(written).Milliseconds())
	println("the caller:", (back.Sub(written) - call).Milliseconds())
}
