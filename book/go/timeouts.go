// timeouts answers thirty requests; the ten that time out each leave a goroutine behind.
//
//	go run timeouts.go goroutine 1
//
// The arguments are a profile's name and how it is to be written, or the word numbers.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"sync"
	"time"
)

const limit = 200 * time.Millisecond

// work takes longer than the limit, or hardly any time.
func work(slow bool) int {
	if slow {
		time.Sleep(2 * limit)
	}
	return 42
}

// ask lets somebody work, and stops listening when the time is over.
func ask(slow bool) (int, error) {
	answer := make(chan int)
	go func() { answer <- work(slow) }()
	select {
	case n := <-answer:
		return n, nil
	case <-time.After(limit):
		return 0, errors.New("timeout")
	}
}

// numbers prints how many goroutines there are, by the runtime and by its metrics.
func numbers() {
	fmt.Println("NumGoroutine", runtime.NumGoroutine())
	for _, name := range []string{"", "/waiting", "/runnable"} {
		sample := []metrics.Sample{{Name: "/sched/goroutines" + name + ":goroutines"}}
		metrics.Read(sample)
		if sample[0].Value.Kind() == metrics.KindUint64 {
			fmt.Println(sample[0].Name, sample[0].Value.Uint64())
		}
	}
}

func main() {
	var requests sync.WaitGroup
	for i := 0; i < 30; i++ {
		requests.Add(1)
		go func() {
			defer requests.Done()
			ask(i%3 == 0)
		}()
	}
	requests.Wait()
	time.Sleep(2 * limit)
	what, debug := "numbers", 1
	if len(os.Args) > 2 {
		what, debug = os.Args[1], int(os.Args[2][0]-'0')
	}
	if what == "numbers" {
		numbers()
	} else if profile := pprof.Lookup(what); profile != nil {
		profile.WriteTo(os.Stdout, debug)
	} else {
		fmt.Println("this release has no profile", what)
	}
}
