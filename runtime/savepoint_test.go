package rt_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

// slowly makes a job of linesJob take a moment for each batch until over is closed, so that there is time to do something to it.
func slowly(job *rt.Job, over <-chan struct{}) *rt.Job {
	made := job.Stages[0].New
	job.Stages[0].New = func(ctx *rt.StageContext) (rt.Partition, error) {
		p, err := made(ctx)
		return slowPartition{p, over}, err
	}
	return job
}

type slowPartition struct {
	rt.Partition
	over <-chan struct{}
}

func (p slowPartition) Process(batch *rt.Batch) error {
	select {
	case <-p.over:
	case <-time.After(5 * time.Millisecond):
	}
	return p.Partition.Process(batch)
}

// saved is a job in a directory, with checkpoints.
type saved struct {
	t   *testing.T
	dir string
}

// savedLines are enough for seconds, slowly.
const savedLines = 100_000

func newSaved(t *testing.T) saved {
	s := saved{t, t.TempDir()}
	writeFile(t, s.path("in"), numbered(savedLines))
	return s
}

func (s saved) path(name string) string { return filepath.Join(s.dir, name) }

func (s saved) job() *rt.Job { return linesJob("copy", s.path("in"), s.path("out")) }

func (s saved) config(partitions int) rt.Config {
	return rt.Config{Partitions: partitions, Set: []rt.Assignment{{"lines", "source.split-size", "16 kb"}, {"lines", "source.max-line-length", "16 kb"}}, CheckpointDir: s.path("checkpoints"), CheckpointInterval: 5 * time.Millisecond}
}

// run runs the job until during returns, which it is given when it runs, or to its end where that is nil.
func (s saved) run(config rt.Config, during func(*rt.Running)) (*rt.Stats, error) {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	over := make(chan struct{})
	if during == nil {
		close(over)
	} else {
		config.Attach = append(config.Attach, func(job *rt.Running) (func(), error) {
			go func() {
				defer close(over)
				defer stop()
				during(job)
			}()
			return func() {}, nil
		})
	}
	var log strings.Builder
	config.Log = &log
	stats, err := rt.Run(ctx, slowly(s.job(), over), config)
	if err == nil {
		<-over
	}
	s.t.Log(log.String())
	return stats, err
}

func (s saved) mustRun(config rt.Config, during func(*rt.Running)) *rt.Stats {
	s.t.Helper()
	stats, err := s.run(config, during)
	if err != nil {
		s.t.Fatal(err)
	}
	return stats
}

// save is what takes a savepoint, in the midst of everything.
func (s saved) save(names ...string) func(*rt.Running) {
	return func(job *rt.Running) {
		for _, name := range names {
			time.Sleep(20 * time.Millisecond)
			if _, err := job.Savepoint(context.Background(), name); err != nil {
				s.t.Errorf("savepoint %s: %v", name, err)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// content is all that a refused start must not change: every file but the lock.
func (s saved) content() string {
	s.t.Helper()
	var b strings.Builder
	err := filepath.Walk(s.dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && info.Name() != "LOCK" {
			fmt.Fprintf(&b, "%s %x\n", path, sha256.Sum256([]byte(readFile(s.t, path))))
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

// refuses starts the job, which must refuse, and leave everything as it was.
func (s saved) refuses(config rt.Config, want string) {
	s.t.Helper()
	before := s.content()
	_, err := s.run(config, nil)
	var usage *rt.UsageError
	if !errors.As(err, &usage) || !strings.Contains(strings.ReplaceAll(err.Error(), s.dir+"/", ""), want) {
		s.t.Errorf("%v\nnot\n%s", err, want)
	}
	if s.content() != before {
		s.t.Errorf("a refused start changed something: %s", want)
	}
}

// A job that goes back to a savepoint takes back what it wrote since, and writes in the end what it would have written: each line once.
func TestGoesBackToASavepoint(t *testing.T) {
	s := newSaved(t)
	s.mustRun(s.config(2), s.save("a", "b"))
	from := func(name string) rt.Config {
		config := s.config(3)
		config.FromSavepoint = name
		return config
	}
	s.refuses(from("c"), "checkpoint directory checkpoints: there is no savepoint c: there are a, b")
	s.mustRun(from("a"), s.save("d")) // b was taken behind a: the file that it knows is gone
	s.refuses(from("b"), "checkpoint directory checkpoints: savepoint b is of a course that the job has left")
	listing, err := rt.ListCheckpoints(s.job(), s.path("checkpoints"))
	if err != nil {
		t.Fatal(err)
	}
	config := s.config(1)
	config.FromCheckpoint = 1_000
	s.refuses(config, "there is no checkpoint 1000: there are ")
	config.FromCheckpoint = listing.Checkpoints[1].Number
	if listing.Checkpoints[1].Kind != "checkpoint" {
		t.Fatalf("%+v", listing.Checkpoints)
	}
	s.mustRun(config, s.save())
	stats := s.mustRun(s.config(2), nil)
	if got := readFile(t, s.path("out")); sorted(got) != sorted(numbered(savedLines)) {
		t.Errorf("%d lines, not each once", strings.Count(got, "\n"))
	}
	if total := stats.Total(); total.Read != savedLines || total.Outputs[0].Written != savedLines {
		t.Errorf("%+v", total)
	}
	s.refuses(from("a"), "which the checkpoint goes on with, is gone: the job has put 'out' in place since, or somebody removed it")
}

// Files that aren't what a checkpoint knows end the start before any is cut.
func TestRefusesToGoOn(t *testing.T) {
	s := newSaved(t)
	s.mustRun(s.config(1), s.save("a"))
	config := s.config(1)
	config.FromSavepoint = "a"
	temporary, err := filepath.Glob(s.path(".out.*.tmp"))
	if err != nil || len(temporary) != 1 {
		t.Fatal(temporary, err)
	}
	whole := readFile(t, temporary[0])
	writeFile(t, temporary[0], whole[:10])
	for _, c := range []rt.Config{config, s.config(1)} {
		s.refuses(c, "has 10 bytes, but the checkpoint knows ")
	}
	writeFile(t, temporary[0], whole)
	writeFile(t, s.path("in"), numbered(10))
	for _, c := range []rt.Config{config, s.config(1)} {
		s.refuses(c, "'in', which the checkpoint goes on with: it has ")
	}
	config.CheckpointDir = s.path("other")
	s.refuses(config, "other: no such file or directory")
}

func TestSavepointNamesAndEnds(t *testing.T) {
	s := newSaved(t)
	var known *rt.Running
	s.mustRun(s.config(1), func(job *rt.Running) {
		known = job
		s.save("a")(job)
		for name, want := range map[string]string{"A": "there is a savepoint a already", "../a": `a savepoint can't be named "../a"`} {
			if _, err := job.Savepoint(context.Background(), name); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	if _, err := known.Savepoint(context.Background(), "late"); !errors.Is(err, rt.ErrEnding) {
		t.Error(err)
	}
	config := s.config(1)
	config.CheckpointDir = ""
	s.mustRun(config, func(job *rt.Running) {
		if _, err := job.Savepoint(context.Background(), "a"); !errors.Is(err, rt.ErrNoCheckpoints) {
			t.Error(err)
		}
	})
}

// The listing counts what was read, keeps as many as it is told to, and finds damage.
func TestListing(t *testing.T) {
	s := newSaved(t)
	config := s.config(2)
	config.CheckpointKeep = 2
	stats := s.mustRun(config, s.save("a"))
	list := func() *rt.Listing {
		listing, err := rt.ListCheckpoints(s.job(), s.path("checkpoints"))
		if err != nil {
			t.Fatal(err)
		}
		return listing
	}
	found := list().Checkpoints
	if len(found) != 3 || found[0].Kind != "checkpoint" || found[2].Kind != "savepoint" || found[2].Name != "a" {
		t.Fatalf("%+v", found)
	}
	if read := stats.Total().Read; found[0].Read != read || found[2].Read >= read || found[2].Read == 0 {
		t.Errorf("%d and %d records read, of %d", found[0].Read, found[2].Read, read)
	}
	if text := list().Text(); !strings.Contains(text, "savepoint   a  ") {
		t.Error(text)
	}
	name := fmt.Sprintf("checkpoints/checkpoint-%010d", found[0].Number)
	writeFile(t, s.path(name), strings.Replace(readFile(t, s.path(name)), `"number": `, `"number":  `, 1))
	if damaged := list().Damaged; len(damaged) != 1 || damaged[0] != filepath.Base(name)+": fails its checksum" {
		t.Errorf("%q", damaged)
	}
}

// counting keeps nothing.
type counting struct{}

func (counting) Process(batch *rt.Batch) error {
	for batch.NextNumber() {
	}
	return nil
}

// vanishing is a disk on which a job removes the checkpoints that somebody has begun to list.
type vanishing struct {
	disk.FS
	dir     string
	listing atomic.Bool
}

func (v *vanishing) Open(name string) (disk.File, error) {
	if strings.HasPrefix(filepath.Base(name), "segment-") && v.listing.Swap(false) {
		for _, prefix := range []string{"checkpoint-*", "segment-*"} {
			files, _ := filepath.Glob(filepath.Join(v.dir, prefix))
			for _, file := range files {
				_ = os.Remove(file)
			}
		}
	}
	return v.FS.Open(name)
}

// A checkpoint that the job removes while it is listed isn't damaged. One whose segments alone are gone is.
func TestListingWhileCheckpointsGo(t *testing.T) {
	dir := t.TempDir()
	files := &vanishing{FS: disk.OS, dir: dir}
	began := make(chan struct{}, 1000)
	k := &kept{began: began}
	runUntil(t, rt.Config{Partitions: 1, CheckpointDir: dir, Files: files}, k.stage, func(job *rt.Running) {
		<-began
		if _, err := job.Savepoint(context.Background(), "stays"); err != nil {
			t.Error(err)
		}
		files.listing.Store(true)
		listing, err := job.Checkpoints()
		if err != nil || len(listing.Checkpoints) != 1 || listing.Checkpoints[0].Name != "stays" || listing.Checkpoints[0].Complete {
			t.Errorf("%v: %+v", err, listing)
		}
	})
}

// Each partition without state stands once for a checkpoint, and what a checkpoint knows of earlier runs is added: all but what it took itself.
func TestPausesAreCounted(t *testing.T) {
	dir := t.TempDir()
	run := func(partitions int, name string) (taken, pauses int64) {
		stats := runUntil(t, rt.Config{Partitions: partitions, CheckpointDir: dir}, func(*rt.StageContext) (rt.Partition, error) { return counting{}, nil }, func(job *rt.Running) {
			if _, err := job.Savepoint(context.Background(), name); err != nil {
				t.Error(err)
			}
		})
		total := stats.Total()
		return stats.Checkpoints.Taken, total.Pauses.Count()
	}
	taken, first := run(2, "first")
	if taken < 2 || first != 2*taken {
		t.Errorf("two partitions stood %d times for %d checkpoints", first, taken)
	}
	taken, all := run(1, "second")
	if want := first - 2 + taken; taken < 2 || all != want {
		t.Errorf("%d pauses of two runs, not %d: %d of the first, %d checkpoints of the second", all, want, first, taken)
	}
}
