// overflow calls itself without end.
//
//	go run overflow.go [LIMIT]
//
// LIMIT, in bytes, is how large a stack may become; without it that is what Go says by itself.
package main

import (
	"os"
	"runtime/debug"
	"strconv"
)

//go:noinline
func again(n int) int {
	return again(n+1) + 1
}

func main() {
	if len(os.Args) > 1 {
		limit, err := strconv.Atoi(os.Args[1])
		if err != nil {
			panic(err)
		}
		debug.SetMaxStack(limit)
	}
	println(again(0))
}
