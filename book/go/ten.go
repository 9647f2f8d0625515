// ten starts ten goroutines on one P; each prints its number when its turn comes.
//
//	GOMAXPROCS=1 go run ten.go
package main

import "sync"

func main() {
	var wg sync.WaitGroup
	wg.Add(10)
	for i := range 10 {
		go func() {
			defer wg.Done()
			print(i, " ")
		}()
	}
	wg.Wait()
	println()
}
