//go:build unix

package rt_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// jobProcess starts this test's binary as the job that copies $IN to $OUT.
func jobProcess(t *testing.T, in, out string, flags ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], flags...)
	cmd.Env = append(os.Environ(), "WEIR_TEST_JOB=copy", "IN="+in, "OUT="+out)
	return cmd
}

func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// waitFor polls a condition: processes have no better way to say that they are ready.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no %s after 10 s", what)
		}
	}
}

func TestSignalDrains(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		out := filepath.Join(dir, "out")
		cmd := jobProcess(t, "-", out)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		input, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(input, "one\ntwo\nthr"); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "records in the temporary file", func() bool { return temporarySize(dir) == 8 })
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if code := exitCode(cmd.Wait()); code != 0 {
			t.Errorf("%v: exit code %d\n%s", signal, code, stderr.String())
		}
		if got := readFile(t, out); got != "one\ntwo\n" {
			t.Errorf("%v: output %q", signal, got)
		}
		if !strings.Contains(stderr.String(), "copy: 2 records in ") || !strings.Contains(stderr.String(), "stopped by a signal") {
			t.Errorf("%v: no statistics in\n%s", signal, stderr.String())
		}
	}
}

// temporarySize is the size of the one hidden file of a directory, -1 where there is none.
func temporarySize(dir string) int64 {
	found, _ := filepath.Glob(filepath.Join(dir, ".*.tmp"))
	if len(found) != 1 {
		return -1
	}
	info, err := os.Stat(found[0])
	if err != nil {
		return -1
	}
	return info.Size()
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	reader, err := os.OpenFile(fifo, os.O_RDWR, 0) // nobody reads: the job's write into the pipe waits for ever
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	in := filepath.Join(dir, "in")
	writeFile(t, in, numbered(100_000))
	cmd := jobProcess(t, in, fifo)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started := make([]byte, 1)
	if _, err := reader.Read(started); err != nil { // it writes, so it listens to signals
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(stderr, started); err != nil { // it says that it stops
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(cmd.Wait()); code != 1 {
		t.Errorf("exit code %d", code)
	}
}

func TestClosedPipeEndsQuietly(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	writeFile(t, in, numbered(100_000))
	cmd := jobProcess(t, in, "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 10)
	if _, err := io.ReadFull(output, first); err != nil {
		t.Fatal(err)
	}
	output.Close()
	if code := exitCode(cmd.Wait()); code != 1 || stderr.Len() > 0 {
		t.Errorf("exit code %d, and on standard error %q", code, stderr.String())
	}
}

// A limit on the file's size stands for a full disk: the write fails halfway through the job.
func TestFullDiskLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	writeFile(t, in, numbered(100_000))
	cmd := exec.Command("sh", "-c", "trap '' XFSZ; ulimit -f 1000; exec \"$0\" --stats none", os.Args[0])
	cmd.Env = append(os.Environ(), "WEIR_TEST_JOB=copy", "IN="+in, "OUT="+out)
	stderr, err := cmd.CombinedOutput()
	if code := exitCode(err); code != 1 {
		t.Errorf("exit code %d: %v", code, err)
	}
	if want := "copy: table out: can't write '" + out + "': file too large\n"; string(stderr) != want {
		t.Errorf("%q, not %q", stderr, want)
	}
	if names := fileNames(t, dir); names != "in" {
		t.Errorf("the directory has %s", names)
	}
	message, err := jobProcess(t, in, "/dev/full", "--stats", "none", "--retry-for", "0s").CombinedOutput()
	if code := exitCode(err); code != 1 || string(message) != "copy: table out: can't write '/dev/full': no space left on device\n" {
		t.Errorf("exit code %d: %s", code, message)
	}
}

func TestOutputFollowsInput(t *testing.T) {
	cmd := jobProcess(t, "-", "-", "--stats", "none")
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"one\n", "two\n"} { // each comes out before the next one goes in
		if _, err := io.WriteString(input, line); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(line))
		if _, err := io.ReadFull(output, got); err != nil || string(got) != line {
			t.Fatalf("%q, %v", got, err)
		}
	}
	input.Close()
	if code := exitCode(cmd.Wait()); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// kill -USR1 takes a savepoint, and a job without checkpoints says why it can't.
func TestSignalTakesASavepoint(t *testing.T) {
	for flags, want := range map[string]string{
		"":                             "copy: no savepoint is taken: the job has no --checkpoint-dir: there are no savepoints without one\n",
		"--checkpoint-dir=checkpoints": "is taken, at checkpoint ",
	} {
		dir := t.TempDir()
		cmd := jobProcess(t, "-", "out", append(strings.Fields(flags), "--stats=none")...)
		cmd.Dir = dir
		input, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stderr, err := os.Create(filepath.Join(dir, "stderr"))
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stderr = stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(input, "one\ntwo\n"); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "records in the temporary file", func() bool { return temporarySize(dir) == 8 })
		if err := cmd.Process.Signal(syscall.SIGUSR1); err != nil {
			t.Fatal(err)
		}
		waitFor(t, want, func() bool { return strings.Contains(readFile(t, stderr.Name()), want) })
		input.Close()
		if code := exitCode(cmd.Wait()); code != 0 {
			t.Errorf("exit code %d\n%s", code, readFile(t, stderr.Name()))
		}
		if flags == "" {
			continue
		}
		list := jobProcess(t, "", "", "checkpoints", flags)
		list.Dir = dir
		text, err := list.CombinedOutput()
		if err != nil || !strings.Contains(string(text), "savepoint   20") || !strings.Contains(string(text), "2 records read") || !strings.Contains(string(text), "all output is in place") {
			t.Errorf("%v\n%s", err, text)
		}
	}
}
