package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRivalsAgree runs every workload on a few thousand records: the jobs and all rivals must give the same result. What runs in memory is only
// compared; DuckDB, whose queries are the same over CSV, reads JSON.
func TestRivalsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("builds every workload's job")
	}
	p, err := newPlace("")
	if err != nil {
		t.Fatal(err)
	}
	defer p.remove()
	if err := p.buildTools(io.Discard); err != nil {
		t.Fatal(err)
	}
	duckdb := p.duckdb
	for _, w := range workloads {
		if w.file == "" {
			err = p.judge(w)
		} else {
			p.duckdb = duckdb
			if w.format != "" && w.outputs == ".csv" {
				p.duckdb = ""
			}
			_, err = p.measure(w, config{rounds: 1, scale: 0.004}, io.Discard, nil)
		}
		if err != nil {
			t.Errorf("%s: %v", w.name, err)
		}
	}
}

// TestReport runs the command on a few workloads: each has its lines, and the picture is well-formed.
func TestReport(t *testing.T) {
	if testing.Short() {
		t.Skip("builds jobs")
	}
	var out strings.Builder
	picture := filepath.Join(t.TempDir(), "bench.svg")
	names := []string{"s0_csv", "groups_10_csv", "groups_10"}
	if err := benchmark(append([]string{"-rounds", "1", "-scale", "0.002", "-toolchain=false", "-svg", picture}, names...), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	reported, _, _ := selectWorkloads(names)
	want := 0
	for _, w := range reported {
		if !strings.Contains(out.String(), w.title) {
			t.Errorf("no result for %s", w.name)
		}
		want += 2 + len(w.rivals)
	}
	for _, plan := range []string{"no exchange", "hash exchange of groups k"} {
		if !strings.Contains(out.String(), plan) {
			t.Errorf("no plan with %s", plan)
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

// TestInputsArePure checks that a record depends on its number alone, and a file on its name.
func TestInputsArePure(t *testing.T) {
	rows := map[string]int64{}
	for _, w := range workloads {
		if w.row == nil {
			continue
		}
		if have, ok := rows[w.file]; ok && have != w.rows {
			t.Errorf("%s has %d records, and %d for %s", w.file, have, w.rows, w.name)
		}
		rows[w.file] = w.rows
		if a, b := string(w.row(nil, 41)), string(w.row([]byte("x")[:0], 41)); a != b || strings.Count(a, "\n") != 1 {
			t.Errorf("%s: %q and %q", w.name, a, b)
		}
	}
}
