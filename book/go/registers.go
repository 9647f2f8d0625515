// registers.go: a goroutine is born, needs a larger stack, wakes main and ends. Its switches are read with gdb.
//
//	go run registers.go
package main

var done = make(chan int)

//go:noinline
func deep(n int) byte {
	var room [1500]byte
	for i := range room {
		room[i] = byte(i + n)
	}
	return room[n]
}

func worker() {
	done <- int(deep(1))
}

func main() {
	go worker()
	<-done
}
