// whatif counts on one P what three of the scheduler's rules are for. With another rule in the runtime the
// numbers are others.
//
//	GOMAXPROCS=1 go run whatif.go
package main

import (
	"runtime"
	"sync"
	"time"
)

const (
	workers = 250 // fewer than stand in one P's ring
	pairs   = 8
	rounds  = 20
	lasts   = 60 * time.Millisecond // how long a pair keeps talking
	tries   = 9                     // the one in the middle counts
)

var turns int

// yields lets workers go first, and returns how many ran; if some are left, how many the second time.
func yields() int {
	var wg sync.WaitGroup
	wg.Add(workers)
	for range workers {
		go func() {
			turns++
			wg.Done()
		}()
	}
	start := turns
	runtime.Gosched()
	first := turns - start
	runtime.Gosched()
	second := turns - start - first
	wg.Wait()
	if first == workers {
		return first
	}
	return second
}

// serve answers whoever asks.
func serve(there, back chan bool) {
	for range there {
		turns++
		back <- true
	}
}

// answers lets pairs talk, and returns how many turns there are from a question to its answer.
func answers() int {
	var wg sync.WaitGroup
	var found []int
	wg.Add(pairs)
	for range pairs {
		there, back := make(chan bool), make(chan bool)
		go serve(there, back)
		go func() {
			for range rounds {
				before := turns
				there <- true
				<-back
				found = append(found, turns-before)
				turns++
			}
			close(there)
			wg.Done()
		}()
	}
	wg.Wait()
	return middle(found)
}

// guests talks to one goroutine for a while, and returns how many of two others ran in that time.
func guests() int {
	there, back := make(chan bool), make(chan bool)
	go serve(there, back)
	there <- true
	<-back
	ran := 0
	for range 2 {
		go func() { ran++ }()
	}
	for end := time.Now().Add(lasts); time.Now().Before(end); {
		there <- true
		<-back
	}
	close(there)
	before := ran
	runtime.Gosched()
	return before
}

func middle(found []int) int {
	for i := range found {
		for j := i; j > 0 && found[j] < found[j-1]; j-- {
			found[j], found[j-1] = found[j-1], found[j]
		}
	}
	return found[len(found)/2]
}

func most(measure func() int) int {
	found := make([]int, tries)
	for i := range found {
		found[i] = measure()
	}
	return middle(found)
}

func main() {
	println(most(yields), most(answers), most(guests))
}
