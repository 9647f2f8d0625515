// rounds leaves goroutines waiting, and asks the profile of leaked goroutines which of them are lost.
//
//	go run rounds.go 1
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
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
	profile := pprof.Lookup("goroutineleak")
	if profile == nil {
		fmt.Println("this release has no such profile")
		return
	}
	debug := 1
	if len(os.Args) > 1 && os.Args[1] == "2" {
		debug = 2
	}
	profile.WriteTo(os.Stdout, debug)
}
