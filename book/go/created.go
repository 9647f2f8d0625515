// created starts two goroutines, one after another, and each prints who it is and who started it.
//
//	GOMAXPROCS=1 go run created.go
//
// What a stack trace says of a goroutine's beginning is read from its g: goid, parentGoid and gopc.
package main

import (
	"os"
	"runtime"
	"strings"
)

var done = make(chan bool)

//go:noinline
func two(a, b int) {
	trace := make([]byte, 1000)
	trace = trace[:runtime.Stack(trace, false)]
	for _, line := range strings.Split(string(trace), "\n") {
		if strings.HasPrefix(line, "goroutine ") || strings.HasPrefix(line, "created by ") {
			os.Stdout.WriteString(line + "\n")
		}
	}
	done <- true
}

//go:noinline
func start(a, b int) { go two(a, b) }

func main() {
	start(3, 4)
	<-done
	start(5, 6)
	<-done
}
