// lastthread has ten goroutines keep a thread each, twice: they give the thread back, or end without doing so.
//
//	GOMAXPROCS=2 go run lastthread.go
//
// Linux only: how many threads there are stands in /proc.
package main

import (
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

const keepers = 10

// count prints how many threads this process has, and how many Ms the runtime has for them.
func count(when string) {
	time.Sleep(50 * time.Millisecond)
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(string(text), "Threads:")
	ms, _ := runtime.ThreadCreateProfile(nil)
	println(when+":", strings.Fields(rest)[0], "threads,", ms, "Ms")
}

// keep has ten goroutines lock their threads, and lets them end.
func keep(unlock bool) {
	var locked, ended sync.WaitGroup
	end := make(chan bool)
	locked.Add(keepers)
	ended.Add(keepers)
	for i := 0; i < keepers; i++ {
		go func() {
			defer ended.Done()
			runtime.LockOSThread()
			locked.Done()
			<-end
			if unlock {
				runtime.UnlockOSThread()
			}
		}()
	}
	locked.Wait()
	count("ten are locked")
	close(end)
	ended.Wait()
}

func main() {
	count("at first")
	keep(true)
	count("after unlocking")
	keep(false)
	count("after ending locked")
}
