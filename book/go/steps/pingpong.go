// pingpong hands a value to and fro between two goroutines over a channel without a buffer.
//
//	go run pingpong.go
package main

func main() {
	to, fro := make(chan int), make(chan int)
	go func() {
		for n := range to {
			fro <- n + 1
		}
		close(fro)
	}()
	n := 0
	for i := 0; i < 500; i++ {
		to <- n
		n = <-fro
	}
	close(to)
	<-fro
	println(n)
}
