// counted has the article's function, and the same without a lock: what -race puts around data++.
//
//	CGO_ENABLED=1 go build -race counted.go && go tool objdump -s '^main.(write|bare)$' ./counted
package main

import (
	"fmt"
	"sync"
)

var (
	mu   sync.Mutex
	data int
)

//go:noinline
func write() {
	mu.Lock()
	data++
	mu.Unlock()
}

//go:noinline
func bare() {
	data++
}

func main() {
	write()
	bare()
	fmt.Println(data)
}
