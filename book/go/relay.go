// relay passes a value back and forth between two goroutines, and says what one pass takes.
//
//	go run relay.go
package main

import (
	"fmt"
	"time"
)

const passes = 20_000

func main() {
	there, back := make(chan int), make(chan int)
	go func() {
		for v := range there {
			back <- v
		}
	}()
	begin := time.Now()
	for i := 0; i < passes; i++ {
		there <- i
		<-back
	}
	fmt.Println(time.Since(begin).Nanoseconds()/(2*passes), "ns a pass")
}
