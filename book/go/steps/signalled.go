// signalled waits for signals that it sends itself: who waits for a signal hands its P on at once.
//
//	go run signalled.go
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGUSR1)
	for i := 0; i < 60; i++ {
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
			panic(err)
		}
		<-signals
	}
	signal.Stop(signals)
}
