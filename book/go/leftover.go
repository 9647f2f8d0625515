// leftover compares the goroutines before and after a test, as leak checkers do.
//
//	go run leftover.go
package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// stacks is what there is of goroutines, by the number that each keeps all its life.
func stacks() map[string]string {
	text := make([]byte, 1<<20)
	text = text[:runtime.Stack(text, true)]
	found := map[string]string{}
	for _, one := range strings.Split(string(text), "\n\n") {
		found[strings.Fields(one)[1]] = one
	}
	return found
}

// leftover runs a test, and gives the new goroutines that do not end within 200 ms.
func leftover(test func()) (found []string) {
	before := stacks()
	test()
	for try := 0; try < 20; try++ {
		found = nil
		for number, stack := range stacks() {
			if before[number] == "" {
				found = append(found, stack)
			}
		}
		if len(found) == 0 {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return found
}

// slow leaves a goroutine that ends by itself, lost one that does not.
func slow() { go time.Sleep(50 * time.Millisecond) }
func lost() { go func(c chan int) { c <- 1 }(make(chan int)) }

func main() {
	fmt.Println("after slow:", len(leftover(slow)))
	found := leftover(lost)
	fmt.Println("after lost:", len(found))
	fmt.Println(strings.Join(found, "\n"))
}
