package rt_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk/disktest"
)

// Checkpoints that can't be written, and files that can't be removed, are counted, and said once each; the job goes on.
func TestCheckpointsThatFail(t *testing.T) {
	for _, c := range []struct{ operation, said, over string }{
		{"create ck/checkpoint-", "can't be written, and the next one is tried in 5ms: out of order", "checkpoints are written again"},
		{"remove ck/checkpoint-", "what isn't needed any longer stays in the checkpoint directory: out of order", ""},
	} {
		d := disktest.New()
		if err := errors.Join(d.MkdirAll("data"), d.MkdirAll("ck")); err != nil {
			t.Fatal(err)
		}
		d.Put("data/in", []byte(numbered(savedLines)))
		broken, tries, over := 0, 0, make(chan struct{})
		d.Fail(func(_ int, what string) error {
			if !strings.HasPrefix(what, c.operation) {
				return nil
			}
			if tries++; tries == 21 {
				close(over)
			}
			if tries%10 < 3 || tries > 20 { // the first and the last ones go well
				return nil
			}
			broken++
			return errors.New("out of order")
		})
		var log strings.Builder
		stats, err := rt.Run(context.Background(), slowly(linesJob("copy", "data/in", "data/out"), over), rt.Config{Partitions: 2, Files: d, Log: &log, CheckpointDir: "ck",
			CheckpointInterval: 5 * time.Millisecond, Set: []rt.Assignment{{"lines", "source.split-size", "16 kb"}}})
		if err != nil {
			t.Fatal(err)
		}
		if broken == 0 || tries <= 20 {
			t.Fatalf("%s: %d of %d failed: nothing is tested", c.operation, broken, tries)
		}
		saved := stats.Checkpoints
		failed := int64(broken)
		if strings.HasPrefix(c.operation, "remove") {
			failed = 0
		}
		if saved.Failed != failed || saved.Taken < 5 || saved.Last == 0 || saved.Longest <= 0 || saved.Time < saved.Longest {
			t.Errorf("%s: %+v, but %d failed", c.operation, saved, broken)
		}
		if said := strings.Count(log.String(), c.said); said < 1 || said > 2 { // there are two series
			t.Errorf("%s: said %d times\n%s", c.operation, said, &log)
		}
		if !strings.Contains(log.String(), c.over) {
			t.Errorf("%s: it isn't said when it is over\n%s", c.operation, &log)
		}
		if text := stats.Text(); !strings.Contains(text, "  saved    checkpoints  ") || !strings.Contains(string(stats.AppendJSON(nil)), `"checkpoints":{"taken":`) {
			t.Error(text)
		}
		if sorted(string(d.Files()["data/out"])) != sorted(numbered(savedLines)) {
			t.Errorf("%s: the output has not each line once", c.operation)
		}
	}
}

// A checkpoint whose name may be durable or not when it couldn't be made complete is one that the next start may go on from: what it needs stays,
// also where the job ends with an error.
func TestCheckpointThatMayBeThere(t *testing.T) {
	d := disktest.New()
	if err := errors.Join(d.MkdirAll("data"), d.MkdirAll("ck")); err != nil {
		t.Fatal(err)
	}
	d.Put("data/in", []byte(numbered(savedLines)))
	var mu sync.Mutex // partitions read at the same time
	renamed, broken, failed := false, make(chan struct{}), 0
	d.Fail(func(_ int, what string) error {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case strings.HasPrefix(what, "rename ck/checkpoint-"):
			renamed = true
		case renamed && what == "sync ck" && failed == 0:
			failed++
			close(broken)
			return errors.New("out of order")
		case failed > 0 && strings.HasPrefix(what, "sync data/"):
			failed++
			return errors.New("out of order")
		}
		return nil
	})
	config := rt.Config{Partitions: 2, Files: d, CheckpointDir: "ck", CheckpointInterval: 5 * time.Millisecond, Set: []rt.Assignment{{"lines", "source.split-size", "16 kb"}}}
	if _, err := rt.Run(context.Background(), slowly(linesJob("copy", "data/in", "data/out"), broken), config); err == nil || failed < 2 {
		t.Fatalf("%v, and %d operations failed: nothing is tested", err, failed)
	}
	d.Fail(nil)
	stats, err := rt.Run(context.Background(), linesJob("copy", "data/in", "data/out"), config)
	if err != nil {
		t.Fatal(err)
	}
	if stats.Checkpoints.From != 1 {
		t.Errorf("the job went on from checkpoint %d", stats.Checkpoints.From)
	}
	if sorted(string(d.Files()["data/out"])) != sorted(numbered(savedLines)) {
		t.Error("the output has not each line once")
	}
}
