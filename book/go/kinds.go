// kinds has defer statements of each kind. Run, it does nothing; the compiler names them (-gcflags=-d=defer).
//
//	go run kinds.go
package main

import "sync"

var mu sync.Mutex

func once() {
	mu.Lock()
	defer mu.Unlock()
}

func often(returns int) int {
	defer mu.Unlock()
	defer mu.Unlock()
	defer mu.Unlock()
	defer mu.Unlock()
	switch returns {
	case 1:
		return 10
	case 2:
		return 20
	case 3:
		return 30
	}
	return 40
}

func loop(n int) {
	for range n {
		defer mu.Unlock()
	}
}

func main() {}
