// onequeue takes jobs from one locked queue, and from a locked queue for each worker.
//
//	go run onequeue.go 2 2000000
//
// The arguments are the number of workers, each on a P of its own, and of the jobs that each takes.
// It prints the nanoseconds that a job takes a worker, both ways.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// A queue hands out the numbers below n, each once.
type queue struct {
	mu   sync.Mutex
	next int
	_    [48]byte // no two queues share a cache line
}

func (q *queue) take(n int) bool {
	q.mu.Lock()
	ok := q.next < n
	if ok {
		q.next++
	}
	q.mu.Unlock()
	return ok
}

// drain lets one worker on each queue of qs take all jobs; jobs are the jobs of one queue.
func drain(qs []*queue, jobs int) time.Duration {
	var wg sync.WaitGroup
	begin := time.Now()
	for _, q := range qs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for q.take(jobs) {
			}
		}()
	}
	wg.Wait()
	return time.Since(begin)
}

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil || n < 1 {
		fmt.Fprintf(os.Stderr, "onequeue: %q is not a positive number\n", os.Args[i])
		os.Exit(2)
	}
	return n
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: onequeue WORKERS JOBS")
		os.Exit(2)
	}
	workers, jobs := number(1), number(2)
	runtime.GOMAXPROCS(workers)
	one, own := make([]*queue, workers), make([]*queue, workers)
	shared := &queue{}
	for i := range own {
		one[i], own[i] = shared, &queue{}
	}
	perJob := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(jobs) }
	fmt.Printf("one locked queue: %.1f ns\n", perJob(drain(one, jobs*workers)))
	fmt.Printf("a queue each:     %.1f ns\n", perJob(drain(own, jobs)))
}
