// maxprocs prints how many Ps it has without having asked for a number, and then every change.
//
//	go run maxprocs.go 30
//
// It looks for so many seconds, or once if none are given. Meanwhile, in another window, take a CPU
// away from all of its threads: taskset -ap -c 0 $(pgrep maxprocs), and give it back.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

func main() {
	was := runtime.GOMAXPROCS(0)
	fmt.Println(was, "of", runtime.NumCPU())
	if len(os.Args) < 2 {
		return
	}
	seconds, _ := strconv.ParseFloat(os.Args[1], 64)
	for end := time.Now().Add(time.Duration(seconds * 1e9)); time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
		if now := runtime.GOMAXPROCS(0); now != was {
			was = now
			fmt.Println(was, "of", runtime.NumCPU())
		}
	}
}
