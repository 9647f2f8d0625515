// costs times what a goroutine costs its own P: running it, and stepping aside.
//
//	GOMAXPROCS=1 GOGC=off go run costs.go
//
// Each line is a kind of step and its times in nanoseconds, one a batch of a hundred steps.
package main

import (
	"runtime"
	"strconv"
	"sync"
	"time"
)

const (
	batches = 300
	steps   = 100
)

// each is how long one of a batch's steps took since began, in tenths of a nanosecond.
func each(began time.Time) int {
	return int(10 * time.Since(began).Nanoseconds() / steps)
}

func main() {
	execute, gosched := make([]int, batches), make([]int, batches)
	for b := 0; b < batches; b++ {
		var wg sync.WaitGroup
		wg.Add(steps)
		for i := 0; i < steps; i++ {
			go wg.Done()
		}
		began := time.Now()
		wg.Wait() // all of them run now, one after the other
		execute[b] = each(began)
		began = time.Now()
		for i := 0; i < steps; i++ {
			runtime.Gosched() // alone, so it comes back at once, by way of the global queue
		}
		gosched[b] = each(began)
	}
	show("execute", execute)
	show("gosched", gosched)
}

func show(kind string, tenths []int) {
	line := kind
	for _, t := range tenths {
		line += " " + strconv.FormatFloat(float64(t)/10, 'f', 1, 64)
	}
	println(line)
}
