// total adds up numbers that ten goroutines find: they send them, and nothing is shared.
//
//	go run total.go
package main

func square(n int, out chan<- int) {
	out <- n * n
}

func main() {
	out := make(chan int)
	for n := 1; n <= 10; n++ {
		go square(n, out)
	}
	total := 0
	for n := 1; n <= 10; n++ {
		total += <-out
	}
	println("10 goroutines found", total)
}
