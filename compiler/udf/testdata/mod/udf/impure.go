package udf

import (
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"example.com/mod/clock"
)

func Age(born time.Time) int64 { return years(time.Since(born)) }

func years(d time.Duration) int64 { return int64(d / (365 * 24 * time.Hour)) }

func Jitter(x float64) float64 { return x + noise() }

func noise() float64 { return rand.Float64() }

func Seeded(x int64) int64 { return int64(rand.New(rand.NewPCG(1, uint64(x))).Uint32()) }

func Region(s string) string { return os.Getenv(s) }

var calls int64

func Counted(s string) int64 {
	calls++
	return calls
}

var cache = map[string]int64{}

func Cached(s string) int64 {
	cache[s] = int64(len(s))
	return cache[s]
}

var seen sync.Map

func Remembered(s string) bool {
	_, ok := seen.LoadOrStore(s, true)
	return ok
}

func Parallel(n int64) int64 {
	c := make(chan int64)
	go func() { c <- n }()
	return <-c
}

func AnyKey(s string) string {
	for key := range map[string]bool{s: true, "": true} {
		return key
	}
	return ""
}

func Elsewhere(s string) string { return s + clock.Stamp() }

func Method(s string) string { return box{}.stamp() + s }

type box struct{}

func (box) stamp() string { return time.Now().String() }

func Value(s string) string {
	now := time.Now
	return now().String() + s
}
