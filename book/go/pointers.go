// pointers holds pointers into a goroutine's stack, lets the stack move, and looks where they point.
//
//	GOMAXPROCS=1 go run pointers.go WHAT
//
// WHAT is locals, closure, defers, panic, receive, send or select. The uintptr made of a pointer is a
// number: Go does not know that it was an address, and leaves it as it was.
package main

import (
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

// deep makes the stack grow: each call takes about 500 bytes of it.
//
//go:noinline
func deep(n int) byte {
	var a [480]byte
	a[n%480] = byte(n)
	if n > 1 {
		a[0] += deep(n - 1)
	}
	return a[0]
}

type pair struct {
	first  *int
	second *pair
}

//go:noinline
func inner(p *int, rest []int, n int) {
	q := &n
	deep(4)
	*p += *q
	rest[0]++
}

func address(p *int) uintptr {
	return uintptr(unsafe.Pointer(p))
}

func locals() {
	x, numbers := 1, [3]int{1, 2, 3}
	p, rest := &x, numbers[1:]
	list := pair{first: p}
	list.second = &list
	number, apart := address(p), address(&numbers[0])-address(p)
	inner(p, rest, 41)
	fmt.Println("x and its neighbour:", x, numbers[1])
	fmt.Println("the pointer still points to x:", p == &x && list.second.second.first == &x)
	fmt.Println("the number is still x's address:", number == address(&x))
	fmt.Println("the variables are as far apart:", apart == address(&numbers[0])-address(&x))
}

//go:noinline
func call(f func(int) int, n int) int {
	return f(n) + 1
}

func closure() {
	x := 1
	fmt.Println(call(func(n int) int { // it lies on the stack, and its own frame is what makes the stack grow
		var a [2000]byte
		a[n%2000]++
		x += int(a[x%2000]) + 1
		return x
	}, 5), x)
}

// defers has more than eight of them, so that each has a record on the stack.
func defers() {
	x := 0
	add := func() { x++ }
	defer func() { fmt.Println("ran nine:", x) }()
	defer add()
	defer add()
	defer add()
	defer add()
	defer add()
	defer add()
	defer add()
	defer add()
	defer add()
	deep(4)
}

func panics() {
	x := 7
	defer func() {
		deep(4) // the panic's own record is on the stack that moves
		fmt.Println("recovered", recover(), x)
	}()
	panic("early")
}

// shrunk makes the stack large, leaves it, and waits in `wait` while the collector halves it.
func shrunk(ready chan bool, wait func()) {
	deep(40)
	ready <- true
	wait()
}

func receive() {
	c, ready, done := make(chan [2]int), make(chan bool), make(chan bool)
	go shrunk(ready, func() {
		v := [2]int{}
		v = <-c
		fmt.Println("received", v)
		done <- true
	})
	<-ready
	runtime.Gosched()
	runtime.GC()
	c <- [2]int{3, 4}
	<-done
}

func send() {
	c, ready, done := make(chan [2]int), make(chan bool), make(chan bool)
	go shrunk(ready, func() {
		c <- [2]int{len(os.Args), 6}
		done <- true
	})
	<-ready
	runtime.Gosched()
	runtime.GC()
	fmt.Println("received", <-c)
	<-done
}

func selects() {
	a, b, ready, done := make(chan [2]int), make(chan int), make(chan bool), make(chan bool)
	go shrunk(ready, func() {
		select {
		case v := <-a:
			fmt.Println("from a", v)
		case v := <-b:
			fmt.Println("from b", v)
		}
		done <- true
	})
	<-ready
	runtime.Gosched()
	runtime.GC()
	b <- 9
	<-done
}

var scenes = map[string]func(){
	"locals": locals, "closure": closure, "defers": defers, "panic": panics, "receive": receive, "send": send,
	"select": selects,
}

func main() {
	done := make(chan bool, 1)
	scene := scenes[os.Args[1]]
	go func() {
		scene()
		done <- true
	}()
	<-done
}
