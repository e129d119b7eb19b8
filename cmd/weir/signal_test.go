//go:build unix

package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// An interrupt of weir run reaches the job, which drains and ends well.
func TestInterruptDrainsTheJob(t *testing.T) {
	dir := t.TempDir()
	writeTestFile(t, filepath.Join(dir, "endless.sql"), []byte(`
		CREATE TABLE ticks (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100');
		SELECT id FROM ticks;`))
	commands := commandDir(t)
	var stderr bytes.Buffer
	stdout := &firstWrite{seen: make(chan struct{})}
	command := exec.Command(filepath.Join(commands, "weir"), "run", "endless.sql", "--", "--stats", "json")
	command.Dir, command.Env = dir, buildEnvironment(t, commands)
	command.Stdout, command.Stderr = stdout, &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-stdout.seen:
	case <-time.After(time.Minute):
		t.Error("the job printed nothing")
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("interrupted: %v, want status 0\n%s", err, stderr.String())
	}
	if !bytes.Contains(stderr.Bytes(), []byte(`"drained":true`)) {
		t.Errorf("the statistics don't say that the job drained:\n%s", stderr.String())
	}
}

// firstWrite is a writer that closes seen when something arrives.
type firstWrite struct {
	seen chan struct{}
	done bool
}

// Write tells about the first block.
func (w *firstWrite) Write(p []byte) (int, error) {
	if !w.done {
		w.done = true
		close(w.seen)
	}
	return len(p), nil
}
