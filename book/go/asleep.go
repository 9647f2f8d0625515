// asleep waits for what nobody sends, and the runtime says so.
//
//	GOTRACEBACK=system go run asleep.go
package main

func main() {
	done := make(chan bool)
	<-done
}
