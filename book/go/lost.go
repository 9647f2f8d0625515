// lost prints its own block profile: how often goroutines have waited where, and which part of the time that took.
//
//	go run lost.go
package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

func produce(c chan<- int) {
	for i := 0; i < 5; i++ {
		time.Sleep(20 * time.Millisecond)
		c <- i
	}
	close(c)
}

func consume(c <-chan int) {
	for range c {
		time.Sleep(60 * time.Millisecond)
	}
}

func forever() { <-make(chan int) }

func main() {
	runtime.SetBlockProfileRate(1) // every wait counts
	from, to := make(chan int), make(chan int)
	go produce(from)
	go consume(to)
	go forever()
	for v := range from {
		to <- v
	}

	records := make([]runtime.BlockProfileRecord, 100)
	n, _ := runtime.BlockProfile(records)
	var all int64
	for _, record := range records[:n] {
		all += record.Cycles
	}
	for _, record := range records[:n] {
		var names []string
		frames := runtime.CallersFrames(record.Stack())
		for frame, more := frames.Next(); more; frame, more = frames.Next() {
			names = append(names, frame.Function)
		}
		if strings.HasPrefix(names[0], "runtime.chan") {
			fmt.Printf("%2d %% of the time, %d times: %s\n", 100*record.Cycles/all, record.Count, strings.Join(names, " < "))
		}
	}
}
