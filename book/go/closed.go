// closed uses a closed channel in every way, the last time in an HTTP handler.
//
//	go run closed.go
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
)

// try runs f, and says how it went.
func try(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s: panic: %v\n", what, r)
		}
	}()
	f()
	fmt.Println(what + ": went on")
}

// firstLine keeps the first line of each message.
type firstLine struct{}

func (firstLine) Write(text []byte) (int, error) {
	line, _, _ := strings.Cut(string(text), "\n")
	_, message, _ := strings.Cut(line, ": panic serving ")
	_, message, _ = strings.Cut(message, ": ")
	fmt.Println("the server's log: panic serving …:", message)
	return len(text), nil
}

func main() {
	c := make(chan int)
	close(c)
	try("receive", func() {
		v, ok := <-c
		fmt.Print(v, " ", ok, " ")
	})
	try("send", func() { c <- 1 })
	try("select with send and default", func() {
		select {
		case c <- 1:
		default:
		}
	})
	try("close", func() { close(c) })

	server := httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { c <- 1 }))
	server.Config.ErrorLog = log.New(firstLine{}, "", log.LstdFlags)
	server.Start()
	_, err := http.Get(server.URL)
	fmt.Println("the client finds the connection closed:", errors.Is(err, io.EOF))
	server.Close()
}
