// waits has goroutines wait in six ways, and prints of a dump who does what.
//
//	GOMAXPROCS=1 go run waits.go
//
// Of each goroutine it prints the head, as it stands in every dump, and the function of this program that it
// is in. The last one that it starts could run, and has had no turn yet. Linux only.
package main

import (
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	values = make(chan int)
	orders = make(chan int)
	lock   sync.Mutex
	pipe   [2]int
	server net.Listener
)

func receive() { <-values }

func choose() {
	select {
	case <-orders:
	case orders <- 1:
	}
}

func take() { lock.Lock() }

func accept() { server.Accept() }

func nap() { time.Sleep(time.Hour) }

func read() {
	var b [1]byte
	syscall.Read(pipe[0], b[:])
}

func compute() {}

func main() {
	var err error
	if server, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		panic(err)
	}
	if err = syscall.Pipe(pipe[:]); err != nil {
		panic(err)
	}
	lock.Lock()
	for _, wait := range []func(){receive, choose, take, accept, nap, read} {
		go wait()
	}
	time.Sleep(100 * time.Millisecond) // all of them wait now
	go compute()
	dump := make([]byte, 100000)
	dump = dump[:runtime.Stack(dump, true)]
	for _, line := range strings.Split(string(dump), "\n") {
		if strings.HasPrefix(line, "goroutine ") || strings.HasPrefix(line, "main.") {
			os.Stdout.WriteString(line + "\n")
		}
	}
}
