// counted has the article's function: compiled with -race it shows what is put around data++.
//
//	go run -race counted.go
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

func main() {
	write()
	fmt.Println(data)
}
