// profile has 1000 goroutines wait in two places, and prints where its goroutine profile finds them.
//
//	go run profile.go
//
// In the profile a group is a line with a number and addresses, and below it its stack, a function a line.
// Of each group this prints the number and those functions that are the program's own.
package main

import (
	"bytes"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

var (
	jobs  = make(chan int)
	store sync.Mutex
)

//go:noinline
func next() int { return <-jobs }

//go:noinline
func work() { save(next()) }

//go:noinline
func save(int) { store.Lock() }

func main() {
	store.Lock()
	for i := 0; i < 900; i++ {
		go work()
	}
	for i := 0; i < 100; i++ {
		go save(i)
	}
	time.Sleep(100 * time.Millisecond) // all of them wait now
	var text bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&text, 1); err != nil {
		panic(err)
	}
	for _, line := range strings.Split(text.String(), "\n") {
		if number, _, group := strings.Cut(line, " @"); group {
			println("goroutines:", number)
		} else if _, function, own := strings.Cut(line, "\tmain."); own {
			name, _, _ := strings.Cut(function, "+")
			println("    main." + name)
		}
	}
}
