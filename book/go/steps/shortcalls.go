// shortcalls makes system calls that are over at once: the P waits for them, and is kept.
//
//	go run shortcalls.go
package main

import (
	"sync"
	"syscall"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				syscall.Syscall(syscall.SYS_GETPPID, 0, 0, 0)
			}
		}()
	}
	wg.Wait()
}
