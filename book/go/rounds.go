// rounds leaves goroutines waiting, and asks Go which of them have leaked.
//
//	go run rounds.go 1
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
	"strconv"
	"time"
)

// server starts the others. Later it would send a job, and nothing else.
func server(old, jobs, results, a, b chan int) {
	go lost(old)
	go worker(jobs, results)
	go collector(results)
	go ping(a, b)
	go pong(b, a)
	time.Sleep(time.Hour)
	jobs <- 1
}

func lost(old chan int) { old <- 1 }

func worker(jobs, results chan int) {
	<-jobs
	results <- 1
}

func collector(results chan int) { <-results }

func ping(a, b chan int) {
	<-a
	b <- 1
}

func pong(b, a chan int) {
	<-b
	a <- 1
}

func main() {
	go server(make(chan int), make(chan int), make(chan int), make(chan int), make(chan int))
	time.Sleep(50 * time.Millisecond)
	debug, _ := strconv.Atoi(os.Args[1])
	if profile := pprof.Lookup("goroutineleak"); profile != nil {
		profile.WriteTo(os.Stdout, debug)
	} else {
		fmt.Println("this release has no such profile")
	}
}
