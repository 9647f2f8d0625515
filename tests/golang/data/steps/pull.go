package main

import (
	"fmt"
	"iter"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
)

var fin atomic.Int64

func seq(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			runtime.Gosched()
			if !yield(i) {
				return
			}
		}
	}
}

func main() {
	var wg sync.WaitGroup
	for k := 0; k < 6; k++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if k == 3 {
				runtime.LockOSThread()
			}
			next, stop := iter.Pull(seq(50))
			for {
				if v, ok := next(); !ok || v > 40 {
					break
				}
			}
			stop()
		}()
	}
	for i := 0; i < 100; i++ {
		p := new([64]int)
		runtime.SetFinalizer(p, func(*[64]int) { fin.Add(1) })
	}
	runtime.GC()
	if out, err := exec.Command("true").CombinedOutput(); err != nil {
		fmt.Println(string(out), err)
	}
	wg.Wait()
	runtime.GC()
	go func() { println("bye"); runtime.Goexit() }()
	runtime.Gosched()
}
