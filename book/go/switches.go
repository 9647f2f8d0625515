// switches times how long it takes to go from one goroutine to another, and from one thread to another.
//
//	GOMAXPROCS=4 GOGC=off go run switches.go
//
// Each line is a kind of step and its times in nanoseconds, one a batch of steps. A hand-over: one of two
// wakes the other and waits. The threads share one CPU, the goroutines one thread. Linux only: it asks for
// futex and sched_setaffinity by their numbers.
package main

import (
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const (
	batches = 200
	steps   = 200
	wait    = 128 // FUTEX_WAIT_PRIVATE
	wake    = 129 // FUTEX_WAKE_PRIVATE
)

var turn int32 // whose turn it is: 0 or 1

// futex waits while turn is `value`, or wakes one who waits.
func futex(op, value uintptr) {
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(&turn)), op, value, 0, 0, 0)
}

// byFutex is what thread `me` does, `times` times: wait for its turn, then give it to the other.
func byFutex(me int32, times int) {
	for i := 0; i < times; i++ {
		for atomic.LoadInt32(&turn) != me {
			futex(wait, uintptr(1-me))
		}
		atomic.StoreInt32(&turn, 1-me)
		futex(wake, 1)
	}
}

// byPipe does the same by sending a byte to and fro.
func byPipe(in, out int, times int) {
	var b [1]byte
	at := uintptr(unsafe.Pointer(&b[0]))
	for i := 0; i < times; i++ {
		syscall.RawSyscall(syscall.SYS_READ, uintptr(in), at, 1)
		syscall.RawSyscall(syscall.SYS_WRITE, uintptr(out), at, 1)
	}
	runtime.KeepAlive(&b)
}

// pin keeps the calling goroutine on its thread, and the thread on the first CPU that it may use.
func pin() {
	runtime.LockOSThread()
	var may, one [128]byte
	syscall.RawSyscall(syscall.SYS_SCHED_GETAFFINITY, 0, uintptr(len(may)), uintptr(unsafe.Pointer(&may[0])))
	for i, b := range may {
		if b != 0 {
			one[i] = b & -b
			break
		}
	}
	syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, 0, uintptr(len(one)), uintptr(unsafe.Pointer(&one[0])))
}

// timed is how long each of a batch's steps takes, in tenths of a nanosecond, for every batch.
func timed(each int, batch func()) []int {
	times := make([]int, batches)
	for i := range times {
		began := time.Now()
		batch()
		times[i] = int(10 * time.Since(began).Nanoseconds() / int64(each))
	}
	return times
}

// threads times two threads on one CPU: the pipe and the futex, and a system call that does next to nothing.
func threads() {
	pin()
	var there, back [2]int
	if syscall.Pipe(there[:]) != nil || syscall.Pipe(back[:]) != nil {
		panic("no pipe")
	}
	go func() {
		pin()
		byPipe(there[0], back[1], batches*steps)
		byFutex(1, batches*steps)
	}()
	show("thread pipe", timed(2*steps, func() {
		var b [1]byte
		at := uintptr(unsafe.Pointer(&b[0]))
		for i := 0; i < steps; i++ {
			syscall.RawSyscall(syscall.SYS_WRITE, uintptr(there[1]), at, 1)
			syscall.RawSyscall(syscall.SYS_READ, uintptr(back[0]), at, 1)
		}
	}))
	show("thread handover", timed(2*steps, func() { byFutex(0, steps) }))
	show("os call", timed(steps, func() {
		for i := 0; i < steps; i++ {
			syscall.RawSyscall(syscall.SYS_GETPPID, 0, 0, 0)
		}
	}))
}

// goroutines times two goroutines on one P: a channel without a buffer, and Gosched.
func goroutines() {
	there, back := make(chan int), make(chan int)
	go func() {
		for v := range there {
			back <- v
		}
	}()
	show("goroutine handover", timed(2*steps, func() {
		for i := 0; i < steps; i++ {
			there <- i
			<-back
		}
	}))
	close(there)
	var end atomic.Bool
	go func() {
		for !end.Load() {
			runtime.Gosched()
		}
	}()
	show("goroutine switch", timed(2*steps, func() {
		for i := 0; i < steps; i++ {
			runtime.Gosched()
		}
	}))
	end.Store(true)
}

func main() {
	before := runtime.GOMAXPROCS(1)
	goroutines()
	runtime.GOMAXPROCS(before)
	threads()
}

func show(kind string, tenths []int) {
	line := kind + ":"
	for _, t := range tenths {
		line += " " + strconv.FormatFloat(float64(t)/10, 'f', 1, 64)
	}
	println(line)
}
