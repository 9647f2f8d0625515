// pipes reads from pipes what others write a little later: the readers wait in the network poller.
//
//	go run pipes.go
package main

import (
	"os"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 6; i++ {
		r, w, err := os.Pipe()
		if err != nil {
			panic(err)
		}
		wg.Add(2)
		go func() {
			defer wg.Done()
			buf := make([]byte, 16)
			for n := 1; n > 0; {
				n, _ = r.Read(buf)
			}
		}()
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 25; j++ {
				time.Sleep(time.Duration(50*(i+1)) * time.Microsecond)
				w.Write([]byte("ping"))
			}
			w.Close()
		}(i)
	}
	wg.Wait()
}
