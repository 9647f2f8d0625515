// chosen waits for the first of several channels and a timeout, again and again.
//
//	go run chosen.go
package main

import "time"

func main() {
	channels := [3]chan int{make(chan int), make(chan int), make(chan int)}
	for i, c := range channels {
		go func(i int, c chan int) {
			for j := 0; j < 60; j++ {
				if j%20 == 0 {
					time.Sleep(time.Duration(200*(i+1)) * time.Microsecond)
				}
				c <- j
			}
		}(i, c)
	}
	late := 0
	for got := 0; got < 180; {
		select {
		case <-channels[0]:
			got++
		case <-channels[1]:
			got++
		case <-channels[2]:
			got++
		case <-time.After(100 * time.Microsecond):
			late++
		}
	}
	println(late > 0)
}
