//go:build unix

package rt_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// leftovers is a directory with jobs that are killed before their first checkpoint is complete.
type leftovers struct {
	t   *testing.T
	dir string
}

func (l leftovers) path(name string) string { return filepath.Join(l.dir, name) }

func (l leftovers) start(checkpoints string) *exec.Cmd {
	l.t.Helper()
	cmd := jobProcess(l.t, l.path("in"), l.path("out"), "--partitions", "2", "--stats", "none", "--checkpoint-dir", l.path(checkpoints))
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd
}

func (l leftovers) temporary() []string {
	l.t.Helper()
	found, err := filepath.Glob(l.path(".*.tmp"))
	if err != nil {
		l.t.Fatal(err)
	}
	return found
}

// stuck starts a job that doesn't come to its first checkpoint, and returns when it has a temporary file that wasn't there before.
func (l leftovers) stuck(checkpoints string) (cmd *exec.Cmd, file string) {
	l.t.Helper()
	before := strings.Join(l.temporary(), " ")
	cmd = l.start(checkpoints)
	waitFor(l.t, "temporary file", func() bool {
		for _, found := range l.temporary() {
			if !strings.Contains(before, found) {
				file = found
			}
		}
		return file != ""
	})
	return cmd, file
}

func (l leftovers) kill(cmd *exec.Cmd) {
	l.t.Helper()
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// What a job that was killed before its first checkpoint has left goes with its next start. What another process is writing stays, and so does what a job
// left that has another checkpoint directory.
func TestLeftoversGo(t *testing.T) {
	l := leftovers{t, t.TempDir()}
	writeFile(t, l.path("in"), "one\nstuck\n")
	first, ofFirst := l.stuck("a")
	l.kill(first)
	if found, _ := filepath.Glob(l.path("a/checkpoint-*")); len(found) > 0 {
		t.Fatal("there is a checkpoint", found)
	}
	other, ofOther := l.stuck("b")
	second, ofSecond := l.stuck("a")
	l.kill(second)
	expectFiles(t, l.temporary(), ofOther, ofSecond)
	third := l.start("b")
	if code := exitCode(third.Wait()); code != 2 { // the directory is in use: it touches nothing
		t.Errorf("exit code %d", code)
	}
	expectFiles(t, l.temporary(), ofOther, ofSecond)
	writeFile(t, l.path("in"), "one\ntwo\n")
	if code := exitCode(l.start("a").Wait()); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := readFile(t, l.path("out")); got != "one\ntwo\n" {
		t.Errorf("%q", got)
	}
	expectFiles(t, l.temporary(), ofOther)
	l.kill(other)
	if code := exitCode(l.start("b").Wait()); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := fileNames(t, l.dir); got != "a b in out" || ofFirst == ofSecond {
		t.Error(got)
	}
}

func expectFiles(t *testing.T, got []string, want ...string) {
	t.Helper()
	for _, name := range want {
		if !strings.Contains(strings.Join(got, " "), name) {
			t.Errorf("%s is gone: there are %v", name, got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there are %v, not %v", got, want)
	}
}
