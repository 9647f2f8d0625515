// growth times what it costs that a stack grows: on the way down, and at its edge.
//
//	GOMAXPROCS=1 GOGC=off go run growth.go
//
// Each line is what was timed and its times in nanoseconds, of which those of the line "clock" are part.
// "fresh" is on a goroutine that has just begun, on 2 KB of stack, "grown" where the stack has grown before.
package main

import (
	"strconv"
	"time"
)

const (
	runs  = 101
	call  = 256 // bytes of stack that a call of down or edge takes
	below = 6   // so many calls fewer fit above the edge: the runtime keeps the room at the low end
	deep  = 1 << 13
	long  = 100_000
	first = 2048 // bytes of a new stack
	last  = 1 << 20
)

// Nobody calls these functions with a negative number: their rooms are never used, and not even zeroed, but
// every call has them.

//go:noinline
func down(n int) int {
	if n < 0 {
		var room [27]int
		return fill(room[:])
	}
	if n == 0 {
		return 0
	}
	return down(n-1) + 1
}

//go:noinline
func wide(n int) int {
	if n < 0 {
		var room [61]int
		return fill(room[:])
	}
	return n
}

// edge goes so many calls deeper, and times a loop there that calls wide so many times.
//
//go:noinline
func edge(depth, calls int) int {
	if depth < 0 {
		var room [23]int
		return fill(room[:])
	}
	if depth > 0 {
		return edge(depth-1, calls) + 0
	}
	began := time.Now()
	for i := 0; i < calls; i++ {
		wide(i)
	}
	return int(time.Since(began))
}

//go:noinline
func fill(room []int) int {
	room[0] = len(room)
	return room[0]
}

// depth is how deep edge has to go so that wide finds no room on a stack of that size, but the clock does.
func depth(size int) int { return size/call - below }

// recursion times n+1 calls of down, each inside the one before, and their returns.
//
//go:noinline
func recursion(n int) int {
	began := time.Now()
	down(n)
	return int(time.Since(began))
}

// show prints what each of many new goroutines finds; the stack of each has grown before for so many calls.
func show(name string, grown, a, b int, timed func(a, b int) int) {
	line := name + ":"
	times := make(chan int)
	for i := 0; i < runs; i++ {
		go begin(grown, a, b, timed, times)
		line += " " + strconv.Itoa(<-times)
	}
	println(line)
}

//go:noinline
func begin(grown, a, b int, timed func(a, b int) int, times chan int) {
	if grown > 0 {
		down(grown)
	}
	times <- timed(a, b)
}

func main() {
	show("clock", 0, 0, 0, edge)
	for n := 1; n <= long; n *= 10 {
		show("loop fresh "+strconv.Itoa(n), 0, depth(first), n, edge)
		show("loop grown "+strconv.Itoa(n), 2*first/call, depth(first), n, edge)
	}
	for n := 4; n <= deep; n *= 2 {
		for _, n := range []int{n, n + n/2} {
			show("down fresh "+strconv.Itoa(n), 0, n, 0, func(n, _ int) int { return recursion(n) })
			show("down grown "+strconv.Itoa(n), n+1, n, 0, func(n, _ int) int { return recursion(n) })
		}
	}
	for size := first; size <= last; size *= 2 {
		show("grows "+strconv.Itoa(size), 0, depth(size), 1, edge)
		show("fits "+strconv.Itoa(size), 0, depth(size)-1, 1, edge)
	}
}
