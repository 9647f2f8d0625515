// whatif counts on one P what three of the scheduler's rules are for. With another rule in
// the runtime it counts something else.
//
//	GOMAXPROCS=1 go run whatif.go
package main

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	workers = 250 // fewer than stand in one P's ring
	pairs   = 8
	rounds  = 20
	lasts   = 60 * time.Millisecond // how long a pair keeps talking
	tries   = 9                     // the one in the middle counts
)

var turns atomic.Int32

// since returns how many turns there were since start.
func since(start int32) int {
	return int(turns.Load() - start)
}

// yields lets workers go first, and returns how many ran; if some are left, how many the
// second time.
func yields() int {
	var wg sync.WaitGroup
	wg.Add(workers)
	for range workers {
		go func() {
			turns.Add(1)
			wg.Done()
		}()
	}
	start := turns.Load()
	runtime.Gosched()
	first := since(start)
	runtime.Gosched()
	both := since(start)
	wg.Wait()
	if first == workers {
		return first
	}
	return both - first
}

// serve answers whoever asks.
func serve(there, back chan bool) {
	for range there {
		turns.Add(1)
		back <- true
	}
}

// answers lets pairs talk, and returns how many turns there are from a question to its answer.
func answers() int {
	var wg sync.WaitGroup
	var found [pairs * rounds]int
	wg.Add(pairs)
	for pair := range pairs {
		there, back := make(chan bool), make(chan bool)
		go serve(there, back)
		go func() {
			for round := range rounds {
				before := turns.Load()
				there <- true
				<-back
				found[pair*rounds+round] = since(before)
				turns.Add(1)
			}
			close(there)
			wg.Done()
		}()
	}
	wg.Wait()
	return middle(found[:])
}

// guests talks to one goroutine for a while, and returns how many of two others ran meanwhile.
func guests() int {
	there, back := make(chan bool), make(chan bool)
	go serve(there, back)
	there <- true
	<-back
	var ran atomic.Int32
	for range 2 {
		go func() { ran.Add(1) }()
	}
	for end := time.Now().Add(lasts); time.Now().Before(end); {
		there <- true
		<-back
	}
	close(there)
	before := int(ran.Load())
	runtime.Gosched()
	return before
}

// middle sorts what was found, and returns the one in the middle.
func middle(found []int) int {
	slices.Sort(found)
	return found[len(found)/2]
}

// usual measures several times.
func usual(measure func() int) int {
	found := make([]int, tries)
	for i := range found {
		found[i] = measure()
	}
	return middle(found)
}

func main() {
	println(usual(yields), usual(answers), usual(guests))
}
