// frames calls functions, each of which calls the next, in a goroutine of its own.
//
//	go run frames.go LOCALSxTIMES ...
//
// A function has an array of LOCALS bytes in its frame: 0, 72, 104, 112, 120, 1000, 4072, 4080, 4088 or
// 70000. So 72x10 70000x1 is eleven calls. Plain Go prints nothing; a runtime that keeps a log says how the
// stack grew.
package main

import (
	"os"
	"strconv"
	"strings"
)

var plan []func(int) byte

//go:noinline
func f0(n int) byte {
	if n < len(plan) {
		return plan[n](n+1) + 1
	}
	return 0
}

//go:noinline
func f72(n int) byte {
	var a [72]byte
	a[n%72] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f104(n int) byte {
	var a [104]byte
	a[n%104] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f112(n int) byte {
	var a [112]byte
	a[n%112] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f120(n int) byte {
	var a [120]byte
	a[n%120] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f1000(n int) byte {
	var a [1000]byte
	a[n%1000] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f4072(n int) byte {
	var a [4072]byte
	a[n%4072] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f4080(n int) byte {
	var a [4080]byte
	a[n%4080] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f4088(n int) byte {
	var a [4088]byte
	a[n%4088] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

//go:noinline
func f70000(n int) byte {
	var a [70000]byte
	a[n%70000] = 1
	if n < len(plan) {
		a[0] += plan[n](n + 1)
	}
	return a[0]
}

var functions = map[string]func(int) byte{
	"0":     f0,
	"72":    f72,
	"104":   f104,
	"112":   f112,
	"120":   f120,
	"1000":  f1000,
	"4072":  f4072,
	"4080":  f4080,
	"4088":  f4088,
	"70000": f70000,
}

func main() {
	for _, arg := range os.Args[1:] {
		locals, times, _ := strings.Cut(arg, "x")
		n, err := strconv.Atoi(times)
		if err != nil {
			panic(err)
		}
		for ; n > 0; n-- {
			plan = append(plan, functions[locals])
		}
	}
	done := make(chan bool, 1)
	go func() {
		plan[0](1)
		done <- true
	}()
	<-done
}
