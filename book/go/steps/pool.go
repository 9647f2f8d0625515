// pool gives jobs to a few workers over one channel and collects what they answer over another.
//
//	go run pool.go
package main

import "sync/atomic"

var sink uint64

// work keeps a processor busy for n steps.
func work(n int) {
	x := uint64(n)
	for i := 0; i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	atomic.AddUint64(&sink, x)
}

func main() {
	jobs, answers := make(chan int, 10), make(chan int, 10)
	for i := 0; i < 6; i++ {
		go func() {
			for n := range jobs {
				work(2000 + n)
				answers <- n
			}
		}()
	}
	go func() {
		for i := 0; i < 400; i++ {
			jobs <- i
		}
		close(jobs)
	}()
	sum := 0
	for i := 0; i < 400; i++ {
		sum += <-answers
	}
	println(sum)
}
