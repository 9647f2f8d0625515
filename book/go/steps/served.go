// served asks a server in the same program over the loopback network.
//
//	go run served.go
package main

import (
	"io"
	"net"
	"sync"
)

func serve(listener net.Listener) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			io.Copy(c, c)
			c.Close()
		}()
	}
}

func ask(address string) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		panic(err)
	}
	defer c.Close()
	answer := make([]byte, 4)
	for i := 0; i < 20; i++ {
		c.Write([]byte("ping"))
		if _, err := io.ReadFull(c, answer); err != nil {
			panic(err)
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go serve(listener)
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ask(listener.Addr().String())
		}()
	}
	wg.Wait()
	listener.Close()
}
