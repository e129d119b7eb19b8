//go:build unix

package rt_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk/disktest"
)

// A disk that is full for moments, and a network that doesn't answer for moments, are in the statistics and in nothing else.
func TestErrorsThatPass(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	var input, want strings.Builder
	bad := map[string]bool{}
	for i := range 20_000 {
		if i%50 == 7 {
			fmt.Fprintf(&input, "bad %d\n", i)
			bad[fmt.Sprintf("bad %d", i)] = true
			continue
		}
		line := fmt.Sprintf("line %d of a file that is not too short\n", i)
		input.WriteString(line)
		want.WriteString(line)
	}
	d := disktest.New()
	if err := errors.Join(d.MkdirAll("data"), d.MkdirAll("ck")); err != nil {
		t.Fatal(err)
	}
	d.Put("data/in", []byte(input.String()))
	var mu sync.Mutex
	failures := 0
	d.Fail(func(_ int, what string) error {
		mu.Lock()
		defer mu.Unlock()
		verb, name, _ := strings.Cut(what, " ")
		if r.IntN(4) > 0 || strings.HasPrefix(name, "ck") {
			return nil
		}
		switch {
		case verb == "read" || verb == "write" && strings.Contains(name, ".tmp"):
			failures++
			return []error{syscall.EIO, syscall.ETIMEDOUT, syscall.ENOSPC}[r.IntN(3)]
		case verb == "write" || verb == "rename":
			failures++
			return syscall.ENOSPC
		}
		return nil
	})
	var log strings.Builder
	stats, err := rt.Run(context.Background(), linesJob("copy", "data/in", "data/out"), rt.Config{Partitions: 3, Files: d, Log: &log, CheckpointDir: "ck", CheckpointInterval: 2 * time.Millisecond,
		OnError: rt.DeadLetter, DeadLetters: "data/letters", Set: []rt.Assignment{{"lines", "source.split-size", "8 kb"}}})
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, &log)
	}
	if sorted(string(d.Files()["data/out"])) != sorted(want.String()) {
		t.Errorf("seed %d: the output has not each line once", seed)
	}
	for line := range strings.Lines(string(d.Files()["data/letters"])) {
		var letter struct{ Record string }
		if err := json.Unmarshal([]byte(line), &letter); err != nil || !bad[letter.Record] {
			t.Errorf("seed %d: %v: letter %s", seed, err, line)
		}
		delete(bad, letter.Record)
	}
	if len(bad) > 0 {
		t.Errorf("seed %d: %d letters are missing", seed, len(bad))
	}
	count := int64(0)
	for _, retried := range stats.Retries {
		count += retried.Count
		if !strings.Contains(log.String(), retried.Of+": ") {
			t.Errorf("nothing is said of %s\n%s", retried.Of, &log)
		}
	}
	if count != int64(failures) || count < 20 || len(stats.Retries) != 3 {
		t.Errorf("seed %d: %+v, but %d failed", seed, stats.Retries, failures)
	}
	if text := stats.Text(); !strings.Contains(text, "  retried  table out     ") || !strings.Contains(string(stats.AppendJSON(nil)), `"retries":[{"of":"table lines","count":`) {
		t.Error(text)
	}
}

// One that doesn't pass ends the job when its time is over.
func TestErrorsThatStay(t *testing.T) {
	for retryFor, again := range map[time.Duration]bool{50 * time.Millisecond: true, -1: false} {
		d := disktest.New()
		if err := d.MkdirAll("data"); err != nil {
			t.Fatal(err)
		}
		d.Put("data/in", []byte(numbered(1000)))
		d.Fail(func(_ int, what string) error {
			if strings.HasPrefix(what, "write data/.out.") {
				return syscall.ENOSPC
			}
			return nil
		})
		stats, err := rt.Run(context.Background(), linesJob("copy", "data/in", "data/out"), rt.Config{Files: d, RetryFor: retryFor})
		if err == nil || err.Error() != "table out: can't write 'data/out': no space left on device" || len(stats.Retries) > 0 != again {
			t.Errorf("%v, %+v", err, stats.Retries)
		}
		for name := range d.Files() {
			if name != "data/in" {
				t.Errorf("%s remains", name)
			}
		}
	}
}
