// stall has troubles of five kinds: a lock that is kept, a send that nobody receives, a send that nobody can receive
// any more, a loop that only computes, and a data race. When all are there it looks at itself.
//
//	GOMAXPROCS=2 go run stall.go goroutine 2
//
// The arguments are a profile's name and how it is to be written, or metrics, trace, quit, cpu or stay and a number.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	mu     sync.Mutex
	orders = make(chan int)
	give   = make(chan bool)
	stop   atomic.Bool
	status string // mu is meant to guard it
)

// keep takes the lock, and gives it back when it is told to.
func keep() {
	mu.Lock()
	status = "kept"
	<-give
	mu.Unlock()
}

// quick needs the lock for a moment only.
func quick() {
	mu.Lock()
	mu.Unlock()
}

// ship sends an order. Nobody receives it, though anybody could.
func ship() {
	status = "shipped"
	orders <- 1
}

// lost sends on a channel that nobody else knows.
func lost() {
	answer := make(chan int)
	answer <- 1
}

// spin computes until it is told to stop.
func spin() {
	for !stop.Load() {
	}
}

// flash ends at once.
func flash() {
}

func main() {
	what := os.Args[1]
	number, _ := strconv.Atoi(os.Args[2])
	runtime.SetBlockProfileRate(1) // every wait counts
	runtime.SetMutexProfileFraction(1)
	if what == "trace" {
		file, err := os.Create("stall.trace")
		if err != nil {
			panic(err)
		}
		defer file.Close()
		trace.Start(file)
		defer trace.Stop()
	}
	go flash()
	go keep()
	until("keep", "[chan receive]", 1)
	for i := 0; i < 3; i++ {
		go quick()
	}
	go ship()
	go lost()
	go spin()
	until("quick", "[sync.Mutex.Lock]", 3)
	until("ship", "[chan send]", 1)
	until("lost", "[chan send]", 1)
	look(what, number)
	give <- true
	until("quick", "", 0)
	if what == "block" || what == "mutex" {
		fmt.Println("afterwards:")
		look(what, number)
	}
	stop.Store(true)
	until("spin", "", 0)
}

// until waits until so many goroutines in a function wait for that reason.
func until(function, reason string, n int) {
	for {
		found := 0
		for _, one := range strings.Split(dump(), "\n\n") {
			if strings.Contains(one, "main."+function+"(") && strings.Contains(one, reason) {
				found++
			}
		}
		if found == n {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// dump is every goroutine with its stack.
func dump() string {
	text := make([]byte, 1<<16)
	return string(text[:runtime.Stack(text, true)])
}

//go:noinline
func look(what string, number int) {
	if what == "metrics" {
		measure()
	} else if what == "cpu" || what == "stay" {
		stay(what == "cpu", time.Duration(number)*time.Millisecond)
	} else if profile := pprof.Lookup(what); profile != nil {
		profile.WriteTo(os.Stdout, number)
	} else if what != "trace" && what != "quit" {
		fmt.Println("this release has no profile", what)
	}
}

// measure prints what is counted of the scheduler.
func measure() {
	for _, one := range metrics.All() {
		if strings.HasPrefix(one.Name, "/sched/") && one.Kind == metrics.KindUint64 {
			sample := []metrics.Sample{{Name: one.Name}}
			metrics.Read(sample)
			fmt.Println(one.Name, sample[0].Value.Uint64())
		}
	}
}

// stay goes on as it is for that long, with a CPU profile or without.
func stay(profiled bool, long time.Duration) {
	if profiled {
		file, err := os.Create("stall.cpu")
		if err != nil {
			panic(err)
		}
		defer file.Close()
		pprof.StartCPUProfile(file)
		defer pprof.StopCPUProfile()
	}
	time.Sleep(long)
}
