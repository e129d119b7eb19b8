package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRivalsAgree runs every workload on a few thousand records: the jobs and all rivals must give the same result, and
// the picture must be well-formed.
func TestRivalsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("builds every workload's job")
	}
	var out strings.Builder
	picture := filepath.Join(t.TempDir(), "bench.svg")
	if err := benchmark([]string{"-rounds", "1", "-scale", "0.002", "-toolchain=false", "-svg", picture}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, w := range workloads {
		if !strings.Contains(out.String(), w.title) {
			t.Errorf("no result for %s", w.name)
		}
	}
	text, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	var svg struct {
		Bars []struct{} `xml:"rect"`
	}
	if err := xml.Unmarshal(text, &svg); err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, w := range workloads {
		want += 2 + len(w.rivals)
	}
	if len(svg.Bars) < want {
		t.Errorf("%d bars, want about %d", len(svg.Bars), want)
	}
}

// TestCurves measures them on few records.
func TestCurves(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a job for each point")
	}
	var out strings.Builder
	if err := benchmark([]string{"-rounds", "1", "-scale", "0.001", "-toolchain=false", "-curves"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, c := range curves {
		if !strings.Contains(out.String(), c.title) {
			t.Errorf("no curve of %s", c.title)
		}
	}
}

// TestCheckpoints measures them on few records.
func TestCheckpoints(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a job for each line")
	}
	var out strings.Builder
	if err := benchmark([]string{"-rounds", "1", "-scale", "0.0001", "-toolchain=false", "-checkpoints"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, w := range checkpointed {
		if !strings.Contains(out.String(), w.name) {
			t.Errorf("no line of %s", w.name)
		}
	}
	for _, what := range []string{recovered.name, "quarter 1"} {
		if !strings.Contains(out.String(), what) {
			t.Errorf("nothing of %s", what)
		}
	}
}

// TestInputsArePure checks that a record depends on its number alone.
func TestInputsArePure(t *testing.T) {
	for _, w := range workloads {
		if w.row == nil {
			continue
		}
		if a, b := string(w.row(nil, 41)), string(w.row([]byte("x")[:0], 41)); a != b || strings.Count(a, "\n") != 1 {
			t.Errorf("%s: %q and %q", w.name, a, b)
		}
	}
}
