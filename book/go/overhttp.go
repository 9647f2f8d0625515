// overhttp asks a server for its goroutines, as curl would.
//
//	go run overhttp.go
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	_ "net/http/pprof"
	"strings"
	"time"
)

// get prints the answer's status, and the goroutines in a select without cases.
func get(url string) {
	answer, err := http.Get(url)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "[select (no cases)]") {
			fmt.Println(lines.Text())
			for i := 0; i < 4 && lines.Scan(); i++ {
				fmt.Println(lines.Text())
			}
		}
	}
}

func main() {
	server := httptest.NewServer(http.DefaultServeMux)
	go func() { select {} }()
	time.Sleep(10 * time.Millisecond)
	for _, page := range []string{"goroutines", "goroutine?debug=2"} {
		fmt.Println("GET /debug/pprof/" + page)
		get(server.URL + "/debug/pprof/" + page)
	}
}
