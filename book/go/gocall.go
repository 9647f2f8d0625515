// gocall holds one go statement of each form, to see what the compiler makes of it.
//
//	go run gocall.go
//	go build -gcflags=-S gocall.go
//
// The first line prints what all its goroutines gave; the second prints the instructions.
package main

var given = make(chan int)

//go:noinline
func give(n int) { given <- n }

//go:noinline
func one() { give(1) }

//go:noinline
func two(a, b int) { give(a + b) }

//go:noinline
func text(s string, p *int) { give(len(s) + *p) }

type pair struct{ a, b int }

//go:noinline
func (p pair) sum() { give(p.a + p.b) }

//go:noinline
func (p *pair) first() { give(p.a) }

type giver interface{ first() }

//go:noinline
func plain() { go one() }

//go:noinline
func arguments(a, b int) { go two(a, b) }

//go:noinline
func pointers(s string, p *int) { go text(s, p) }

//go:noinline
func constants() { go two(1, 2) }

//go:noinline
func method(p *pair) { go p.first() }

//go:noinline
func copied(p pair) { go p.sum() }

//go:noinline
func dynamic(g giver) { go g.first() }

//go:noinline
func variable(f func()) { go f() }

//go:noinline
func literal() { go func() { one() }() }

//go:noinline
func captured(n int) { go func() { give(n) }() }

//go:noinline
func known() {
	n := 7
	go func() { give(n) }()
}

//go:noinline
func shared(n int) {
	go func() {
		n++
		give(n)
	}()
}

//go:noinline
func deferred(a, b int) { defer two(a, b) }

func main() {
	p := &pair{1, 2}
	plain()
	arguments(1, 2)
	pointers("go", &p.a)
	constants()
	method(p)
	copied(*p)
	dynamic(p)
	variable(one)
	literal()
	captured(7)
	known()
	shared(7)
	go deferred(1, 2)
	sum := 0
	for i := 0; i < 13; i++ {
		sum += <-given
	}
	println("sum:", sum)
}
