package rt_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// committed is a job that has come to its end.
func committed(t *testing.T) saved {
	s := saved{t, t.TempDir()}
	writeFile(t, s.path("in"), numbered(1000))
	s.mustRun(s.config(2), nil)
	return s
}

// unrecorded makes the job one that was killed when its output was in place, before that was recorded.
func (s saved) unrecorded() saved {
	s.t.Helper()
	manifests, err := filepath.Glob(s.path("checkpoints/checkpoint-*"))
	if err == nil {
		err = os.Remove(slices.Max(manifests))
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

// changes are what may have become of an output, and what the job says of it.
var changes = map[string]struct {
	change func(s saved, out string) error
	says   string
}{
	"is gone":  {func(_ saved, out string) error { return os.Remove(out) }, "is gone"},
	"is short": {func(_ saved, out string) error { return os.Truncate(out, 10) }, "has 10 bytes now, but had "},
	"is long": {func(s saved, out string) error { return os.WriteFile(out, []byte(readFile(s.t, out)+"more"), 0o666) },
		"it is another file, or was changed since"},
	"begins otherwise": {func(s saved, out string) error { return os.WriteFile(out, []byte("L"+readFile(s.t, out)[1:]), 0o666) },
		"has another content now: it is another file, or was changed since"},
	"ends otherwise": {func(s saved, out string) error {
		content := readFile(s.t, out)
		return os.WriteFile(out, []byte(content[:len(content)-2]+"T\n"), 0o666)
	}, "has another content now: it is another file, or was changed since"},
	"is a directory": {func(_ saved, out string) error { return errors.Join(os.Remove(out), os.Mkdir(out, 0o777)) }, "is no file now"},
}

// A job that was killed when its output was in place, and comes to it again, wants what it has put there.
func TestCommittedOutputIsLookedAt(t *testing.T) {
	s := committed(t).unrecorded()
	before := readFile(t, s.path("out"))
	s.mustRun(s.config(3), nil)
	if readFile(t, s.path("out")) != before {
		t.Error("the output is another one")
	}
	for name, c := range changes {
		t.Run(name, func(t *testing.T) {
			s := committed(t).unrecorded()
			if err := c.change(s, s.path("out")); err != nil {
				t.Fatal(err)
			}
			s.refuses(s.config(2), "table out: 'out', which the job has put in place, ")
			s.refuses(s.config(2), c.says)
		})
	}
}

// Where everything is recorded there is nothing to do; that the output isn't as it was is said, and no failure.
func TestCommittedOutputMayGo(t *testing.T) {
	for name, c := range changes {
		s := committed(t)
		if err := c.change(s, s.path("out")); err != nil {
			t.Fatal(err)
		}
		config := s.config(2)
		var log strings.Builder
		config.Log = &log
		if _, err := rt.Run(t.Context(), s.job(), config); err != nil || !strings.Contains(log.String(), "since then: table out: ") || !strings.Contains(log.String(), c.says) {
			t.Errorf("%s: %v\n%s", name, err, log.String())
		}
	}
	s := committed(t)
	config := s.config(2)
	var log strings.Builder
	config.Log = &log
	if _, err := rt.Run(t.Context(), s.job(), config); err != nil || strings.Contains(log.String(), "since then") {
		t.Errorf("%v\n%s", err, log.String())
	}
}

// A file that isn't done must be the one that the checkpoint goes on with, not only as long.
func TestUnfinishedOutputIsLookedAt(t *testing.T) {
	s := newSaved(t)
	s.mustRun(s.config(2), s.save("a"))
	found, err := filepath.Glob(s.path(".out.*.tmp"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	content := readFile(t, found[0])
	writeFile(t, found[0], "L"+content[1:])
	s.refuses(s.config(2), "which the checkpoint goes on with, has another content now: it is another file, or was changed since: restore it, or give another --checkpoint-dir")
	writeFile(t, found[0], content)
	s.mustRun(s.config(2), nil)
}
