// racecost measures what the race detector costs: the time of x++ on each of two million words, and the memory that
// the process has in the end.
//
//	go run racecost.go
//	go run -race racecost.go
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

const words = 2 << 20

// count adds 1 to each word.
func count(all []int64) {
	for i := range all {
		all[i]++
	}
}

func main() {
	all := make([]int64, words)
	count(all) // so that all memory is there
	best := time.Hour
	for range [9]int{} {
		start := time.Now()
		count(all)
		best = min(best, time.Since(start))
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var resident int
	fmt.Sscan(after, &resident)
	fmt.Printf("%.2f ns for each x++, %d MiB in memory for 16 MiB of words\n", float64(best.Nanoseconds())/words, resident>>10)
}
