// fatal does what cannot be recovered from: it unlocks a mutex that is not locked.
//
//	go run fatal.go
package main

import (
	"fmt"
	"sync"
)

func main() {
	defer fmt.Println("deferred")
	defer func() { fmt.Println("recovered:", recover()) }()
	var mu sync.Mutex
	mu.Unlock()
}
