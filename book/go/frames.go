// frames calls one function in itself, DEPTH times, in a goroutine of its own.
//
//	go run frames.go LOCALS DEPTH
//
// The function has an array of LOCALS bytes in its frame: 0, 72, 104, 112, 120, 1000, 4072, 4080, 4088 or 70000. Plain
// Go prints nothing; a runtime that keeps a log says how the goroutine's stack grew.
package main

import (
	"os"
	"strconv"
)

//go:noinline
func f0(n int) byte {
	if n <= 1 {
		return 0
	}
	return f0(n-1) + 1
}

//go:noinline
func f72(n int) byte {
	var a [72]byte
	a[n%72] = 1
	if n > 1 {
		a[0] += f72(n - 1)
	}
	return a[0]
}

//go:noinline
func f104(n int) byte {
	var a [104]byte
	a[n%104] = 1
	if n > 1 {
		a[0] += f104(n - 1)
	}
	return a[0]
}

//go:noinline
func f112(n int) byte {
	var a [112]byte
	a[n%112] = 1
	if n > 1 {
		a[0] += f112(n - 1)
	}
	return a[0]
}

//go:noinline
func f120(n int) byte {
	var a [120]byte
	a[n%120] = 1
	if n > 1 {
		a[0] += f120(n - 1)
	}
	return a[0]
}

//go:noinline
func f1000(n int) byte {
	var a [1000]byte
	a[n%1000] = 1
	if n > 1 {
		a[0] += f1000(n - 1)
	}
	return a[0]
}

//go:noinline
func f4072(n int) byte {
	var a [4072]byte
	a[n%4072] = 1
	if n > 1 {
		a[0] += f4072(n - 1)
	}
	return a[0]
}

//go:noinline
func f4080(n int) byte {
	var a [4080]byte
	a[n%4080] = 1
	if n > 1 {
		a[0] += f4080(n - 1)
	}
	return a[0]
}

//go:noinline
func f4088(n int) byte {
	var a [4088]byte
	a[n%4088] = 1
	if n > 1 {
		a[0] += f4088(n - 1)
	}
	return a[0]
}

//go:noinline
func f70000(n int) byte {
	var a [70000]byte
	a[n%70000] = 1
	if n > 1 {
		a[0] += f70000(n - 1)
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
	function := functions[os.Args[1]]
	depth, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	done := make(chan bool, 1)
	go func() {
		function(depth)
		done <- true
	}()
	<-done
}
