// parks has goroutines wait in ten ways, and then panics: its dump shows who of them has called whom.
//
//	GOTRACEBACK=system go run parks.go
//
// With GOTRACEBACK=system the dump has the runtime's own functions as well.
package main

import (
	"net"
	"sync"
	"time"
)

var (
	values = make(chan int)
	orders = make(chan int)
	never  chan int
	lock   sync.Mutex
	table  sync.RWMutex
	group  sync.WaitGroup
	cond   = sync.NewCond(new(sync.Mutex))
	server net.Listener
)

func receive() { <-values }

func send() { orders <- 1 }

func choose() {
	select {
	case <-values:
	case <-never:
	}
}

func none() { <-never }

func take() { lock.Lock() }

func rlock() { table.RLock() }

func wait() { group.Wait() }

func watch() {
	cond.L.Lock()
	cond.Wait()
}

func sleep() { time.Sleep(time.Hour) }

func accept() { server.Accept() }

func main() {
	var err error
	if server, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		panic(err)
	}
	lock.Lock()
	table.Lock()
	group.Add(1)
	for _, f := range []func(){receive, send, choose, none, take, rlock, wait, watch, sleep, accept} {
		go f()
	}
	time.Sleep(100 * time.Millisecond) // all of them wait now
	panic("look")
}
