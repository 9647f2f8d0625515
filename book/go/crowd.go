// crowd has more goroutines read a variable than the race detector keeps accesses of it.
//
//	GOMAXPROCS=1 go run -race crowd.go
//
// Five goroutines read value, one after the other; four of them then send, and main receives from these four and
// writes. So the first one's read and main's write are a race. The detector has four cells for a variable: the
// fifth read takes the place of one of the four before it, and which one depends on what its goroutine has done
// until then. Here that is 0 to 7 reads of another variable, in a run each. With an argument the program is one
// such run.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
)

var (
	value, other int
	done         = make(chan bool, 4)
)

//go:noinline
func read(v *int) int { return *v }

func first() {
	read(&value)
}

func reader(before int) {
	for i := 0; i < before; i++ {
		read(&other)
	}
	read(&value)
	done <- true
}

// run starts the five, each of which runs while main yields, and writes at the end.
func run(before int) {
	go first()
	runtime.Gosched()
	for i := 1; i <= 4; i++ {
		if i < 4 {
			go reader(0)
		} else {
			go reader(before)
		}
		runtime.Gosched()
	}
	for i := 0; i < 4; i++ {
		<-done
	}
	value = 1
}

func main() {
	if len(os.Args) > 1 {
		before, _ := strconv.Atoi(os.Args[1])
		run(before)
		return
	}
	for before := 0; before < 8; before++ {
		one := exec.Command(os.Args[0], strconv.Itoa(before))
		one.Env = append(os.Environ(), "GORACE=exitcode=66")
		var failed *exec.ExitError
		err := one.Run()
		fmt.Printf("%d reads of another variable before: reported %t\n", before, errors.As(err, &failed) && failed.ExitCode() == 66)
	}
}
