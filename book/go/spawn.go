// spawn starts goroutines on one P and prints the order in which they ran.
//
//	GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1 go run spawn.go 300
//
// Four rounds run in one process: two of 300 goroutines, one of the number given, and one of 300.
// In a round of 300 the place of goroutine 0 tells how far the P's schedtick is from the next
// multiple of 61. So the rounds before and after say with which schedtick the third one began,
// and whether anything else ran in between.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
)

const calibration = 300

// early is how many goroutines of each round ran before main had started them all.
var early []int

// round starts n goroutines, waits for them, and returns their numbers in the order they ran.
// Nothing here makes a system call: that could give the P away for a moment.
func round(n int) []int {
	order := make([]int, 0, n)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func(i int) {
			order = append(order, i)
			wg.Done()
		}(i)
	}
	early = append(early, len(order))
	wg.Wait()
	return order
}

// show prints an order on a line, a run of consecutive numbers as first-last.
func show(name string, order []int) {
	line := name + ":"
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && order[j] == order[j-1]+1 {
			j++
		}
		line += " " + strconv.Itoa(order[i])
		if j-i > 1 {
			line += "-" + strconv.Itoa(order[j-1])
		}
		i = j
	}
	println(line)
}

func main() {
	n := 10
	if len(os.Args) > 1 {
		given, err := strconv.Atoi(os.Args[1])
		if err != nil || given < 1 {
			println("spawn: the number of goroutines must be a whole number above 0")
			os.Exit(2)
		}
		n = given
	}
	for i := 0; i < 10; i++ {
		runtime.Gosched() // lets the goroutines of the program's start run first
	}
	first, second := round(calibration), round(calibration)
	order := round(n)
	last := round(calibration)
	show("first", first)
	show("second", second)
	show("order", order)
	show("last", last)
	println("early:", early[0], early[1], early[2], early[3])
}
