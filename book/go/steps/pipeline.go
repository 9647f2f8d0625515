// pipeline sends numbers through stages that are joined by channels with a buffer.
//
//	go run pipeline.go
package main

func stage(in <-chan int, out chan<- int) {
	for n := range in {
		out <- n + 1
	}
	close(out)
}

func main() {
	first := make(chan int, 4)
	last := first
	for i := 0; i < 6; i++ {
		next := make(chan int, 4)
		go stage(last, next)
		last = next
	}
	go func() {
		for i := 0; i < 150; i++ {
			first <- i
		}
		close(first)
	}()
	sum := 0
	for n := range last {
		sum += n
	}
	println(sum)
}
