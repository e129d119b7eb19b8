package rt

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What killed runs have left is removed; what a run holds, what may have been begun just now, and what is somebody else's stays.
func TestStateDirsOfKilledRunsGo(t *testing.T) {
	parent := t.TempDir()
	make := func(name string, age time.Duration) {
		t.Helper()
		path := filepath.Join(parent, name)
		if err := os.MkdirAll(filepath.Join(path, "store"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Now().Add(-age), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	held, err := newStateDir(parent, "job")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(held.name, time.Now().Add(-time.Hour), time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	make("weir-state-job-killed", time.Hour)
	make("weir-state-job-young", time.Second)
	make("another", time.Hour)
	made, err := newStateDir(parent, "job")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Base(held.name), filepath.Base(made.name), "weir-state-job-young", "another"}
	expectNames(t, parent, want)
	for _, dir := range []*stateDir{held, made} {
		if err := dir.remove(); err != nil {
			t.Error(err)
		}
	}
	expectNames(t, parent, want[2:])
}

func expectNames(t *testing.T, dir string, want []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if want := slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		t.Errorf("there is %v, want %v", got, want)
	}
}
