// reaches has goroutines wait for what will not come, and asks Go which leaked.
//
//	go run reaches.go 1
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"
)

// Nobody sends on it.
var news = make(chan int)

// server locks, and forgets to unlock; it starts the others, and sleeps.
func server(mu *sync.Mutex, done chan int) {
	mu.Lock()
	go listener()
	go locker(mu)
	go waiter(done)
	time.AfterFunc(time.Hour, func() { close(done) })
	go never(nil)
	time.Sleep(time.Hour)
}

func listener() { <-news }

func locker(mu *sync.Mutex) { mu.Lock() }

func waiter(done chan int) { <-done }

func never(c chan int) { <-c }

func main() {
	mu := &struct {
		sync.Mutex
		_ [8]byte // less than 16 bytes would share its memory with others
	}{}
	go server(&mu.Mutex, make(chan int))
	time.Sleep(50 * time.Millisecond)
	debug, _ := strconv.Atoi(os.Args[1])
	if profile := pprof.Lookup("goroutineleak"); profile != nil {
		profile.WriteTo(os.Stdout, debug)
	} else {
		fmt.Println("this release has no such profile")
	}
}
