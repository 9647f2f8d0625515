// procs changes the number of Ps three times, gives every P something to do, and says what can be read of it.
//
//	GOMAXPROCS=2 go run procs.go
//
// With the name of a file it writes a trace there: go run procs.go procs.trace.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"runtime/trace"
	"sync"
	"time"
)

// busy has n goroutines compute for 20 milliseconds each.
func busy(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for end := time.Now().Add(20 * time.Millisecond); time.Now().Before(end); {
			}
		}()
	}
	wg.Wait()
}

func main() {
	if len(os.Args) > 1 {
		file, err := os.Create(os.Args[1])
		if err != nil || trace.Start(file) != nil {
			fmt.Fprintln(os.Stderr, "procs cannot write a trace to", os.Args[1])
			os.Exit(2)
		}
		defer trace.Stop()
	}
	sample := []metrics.Sample{{Name: "/sched/gomaxprocs:threads"}}
	for _, n := range []int{8, 1, 4} {
		was := runtime.GOMAXPROCS(n)
		metrics.Read(sample)
		fmt.Println("was", was, "is", runtime.GOMAXPROCS(0), "metric", sample[0].Value.Uint64())
		busy(n)
	}
}
