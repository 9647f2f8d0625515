// hanging serves HTTP until requests hang, and prints what its goroutines wait for.
//
//	go run hanging.go goroutine 2
//
// The arguments are a profile's name and how it is to be written, or the words stay and 0.
package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"
)

type order struct {
	amount int
	done   chan bool
}

// work takes orders, has each written down, and reports it as done.
func work(orders, ledger chan order) {
	for o := range orders {
		ledger <- o
		o.done <- true
	}
}

// audit reads the ledger.
func audit(ledger chan order) {
	for o := range ledger {
		if o.amount < 0 {
			return
		}
	}
}

// clean tidies up now and then.
func clean(quit chan bool) {
	for {
		select {
		case <-time.After(time.Hour):
		case <-quit:
			return
		}
	}
}

// place answers a request when its order is done.
func place(w http.ResponseWriter, r *http.Request, orders chan order) {
	amount, _ := strconv.Atoi(r.URL.Query().Get("amount"))
	o := order{amount, make(chan bool)}
	orders <- o
	<-o.done
	fmt.Fprint(w, "done")
}

// serve answers on the loopback network.
func serve() (*http.Server, string) {
	orders := make(chan order)
	ledger := make(chan order)
	go work(orders, ledger)
	go audit(ledger)
	go clean(make(chan bool))
	mux := http.NewServeMux()
	mux.HandleFunc("/ping", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "here") })
	mux.HandleFunc("/order", func(w http.ResponseWriter, r *http.Request) { place(w, r, orders) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: mux}
	go server.Serve(listener)
	return server, listener.Addr().String()
}

// ask sends a request on a connection of its own, which stays open.
func ask(address, path string) net.Conn {
	c, err := net.Dial("tcp", address)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: here\r\n\r\n", path)
	return c
}

// read waits for an answer.
func read(c net.Conn) {
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		panic(err)
	}
	answer.Body.Close()
}

// dump is a profile of the goroutines as text.
func dump(profile string, debug int) string {
	var text strings.Builder
	if found := pprof.Lookup(profile); found != nil {
		found.WriteTo(&text, debug)
	}
	return text.String()
}

func main() {
	server, address := serve()
	clients := []net.Conn{}
	for i := 0; i < 3; i++ {
		clients = append(clients, ask(address, "/ping"))
		read(clients[i])
	}
	clients = append(clients, ask(address, "/order?amount=-1"))
	read(clients[3])
	for i := 0; i < 3; i++ {
		clients = append(clients, ask(address, "/order?amount=1"))
	}
	for all := ""; strings.Count(all, "[chan ") < 4 || strings.Count(all, "[IO wait]") < 8; {
		time.Sleep(10 * time.Millisecond)
		all = dump("goroutine", 2)
	}
	if os.Args[1] == "stay" {
		time.Sleep(time.Hour)
	}
	fmt.Print(dump(os.Args[1], int(os.Args[2][0]-'0')))
	for _, c := range clients {
		c.Close()
	}
	server.Close()
}
