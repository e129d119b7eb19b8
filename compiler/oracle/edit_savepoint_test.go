package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// savepointed runs the SQL over half of the input or so, takes a savepoint there, and stops it some time later.
func savepointed(t *testing.T, sql string) *edited {
	t.Helper()
	e := &edited{job: compileJob(t, sql)}
	rows, text := editInput(rand.New(rand.NewPCG(editSeed, 1)))
	e.rows = rows
	wait := 50 * time.Millisecond
	for range 20 {
		e.dir = t.TempDir()
		if err := os.WriteFile(filepath.Join(e.dir, "in.jsonl"), text, 0o666); err != nil {
			t.Fatal(err)
		}
		name := e.save(t, wait)
		if name == "" { // it was done
			wait = wait * 2 / 3
			continue
		}
		offset := e.offsetOf(t, filepath.Join(e.dir, "checkpoints", "savepoint-"+name), int64(len(text)))
		e.read = bytes.Count(text[:offset], []byte("\n"))
		last := e.offset(t, int64(len(text)))
		switch {
		case e.read < editRows/10:
			wait = wait * 3 / 2
		case last <= offset || last == int64(len(text)):
			wait = wait * 3 / 4
		default:
			e.savepoint = name
			t.Logf("saved behind %d rows of %d", e.read, len(rows))
			return e
		}
	}
	t.Fatal("there is no savepoint in the middle")
	return nil
}

// save takes a savepoint, and stops the job a bit later. It returns "" where the job came to its end before.
func (e *edited) save(t *testing.T, wait time.Duration) (name string) {
	t.Helper()
	cmd := e.command("--partitions", "1", "--checkpoint-interval", "5ms")
	stderr := mustStart(t, cmd)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	time.Sleep(wait)
	_ = cmd.Process.Signal(syscall.SIGUSR1) // it may be done
	for name == "" {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			return ""
		case <-time.After(time.Millisecond):
		}
		saved, _ := filepath.Glob(filepath.Join(e.dir, "checkpoints", "savepoint-*Z"))
		if len(saved) > 0 {
			name = strings.TrimPrefix(filepath.Base(saved[0]), "savepoint-")
		}
	}
	time.Sleep(10 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if err := <-ended; err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return name
}

// A job goes back to a savepoint with other SQL: what means the same goes on from there, what can be made of it is, and what would be lost is
// named before anything is touched.
func TestEditFromSavepoint(t *testing.T) {
	const pairs, sums = "k VARCHAR, n BIGINT", "g INT, h BIGINT, s BIGINT"
	sinks := editSink("kept", pairs, false) + editSink("typed", sums, false) + editSink("above", pairs, false) + editSink("average", "id BIGINT, a BIGINT", false) + editSink("changes", editColumns, true)
	was := savepointed(t, editTable("INT NOT NULL", "in.jsonl")+sinks+`
INSERT INTO kept SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT FINAL;
INSERT INTO typed SELECT g, v % 3 AS h, SUM(v) AS s FROM t GROUP BY g, v % 3 EMIT FINAL;
INSERT INTO above SELECT k, COUNT(*) AS n FROM t WHERE v > 10 GROUP BY k EMIT FINAL;
INSERT INTO average SELECT id, SUM(v) OVER (PARTITION BY g ORDER BY ts ROWS 9 PRECEDING) AS a FROM t;
INSERT INTO changes SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT CHANGES;
`)
	now := compileJob(t, editTable("INT NOT NULL", "in.jsonl")+sinks+editSink("more", "id BIGINT", false)+`
INSERT INTO changes SELECT u.k, COUNT(*), SUM(u.v) FROM t AS u GROUP BY u.k EMIT CHANGES;
INSERT INTO more SELECT id FROM t;
INSERT INTO average SELECT id, a FROM (SELECT id, SUM(v) OVER (PARTITION BY g ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS a FROM t AS w) AS q;
INSERT INTO above SELECT k, COUNT(*) AS n FROM t WHERE v > 20 GROUP BY k EMIT FINAL;
INSERT INTO typed SELECT g, v % 3 AS h, SUM(v) AS s FROM t GROUP BY v % 3, g HAVING MAX(id) > 0 EMIT FINAL;
INSERT INTO kept SELECT name, n FROM (SELECT k AS name, COUNT(*) AS n FROM t GROUP BY k EMIT FINAL) AS q;
`)
	want := undisturbed(t, now, was.dir)
	for _, partitions := range []string{"1", "3"} {
		got := was.with(t, now)
		flags := []string{"--partitions", partitions, "--from-savepoint", was.savepoint}
		said, code := got.refused(t, flags...)
		if code != 2 || !strings.Contains(said, "the condition v > 20 stands before it now") || !strings.Contains(said, "MAX(id) can't begin empty") {
			t.Fatalf("exit status %d: %s", code, said)
		}
		_, losses, _ := strings.Cut(said, "or lose what is named:")
		got.goOn(t, append(flags, strings.Fields(losses)...)...)
		for _, name := range []string{"kept", "average"} {
			sameLines(t, name+" at "+partitions, got.output(t, name, ""), want.output(t, name, ""))
		}
		sameLines(t, "changes at "+partitions, got.output(t, "changes", "k"), want.output(t, "changes", "k"))
		of := func(in func(editRow) bool) map[string]*group {
			return got.groups(func(row editRow) string { return only(in(row), row.K) })
		}
		sameLines(t, "above at "+partitions, got.output(t, "above", ""), texts(of(func(row editRow) bool { return row.V > 20 }), func(k string, g *group) string {
			if k == "" || g.late == 0 {
				return ""
			}
			return fmt.Sprintf(`{"k":"%s","n":%d}`, k, g.late)
		}))
		sameLines(t, "typed at "+partitions, got.output(t, "typed", ""), got.lateSums())
		if more := got.output(t, "more", ""); len(more) != len(got.rows)-got.read {
			t.Errorf("more has %d rows, want %d", len(more), len(got.rows)-got.read)
		}
	}
}

// lateSums are the sums of the rows behind the savepoint, by g and v % 3, as rows of JSON.
func (e *edited) lateSums() (list []string) {
	sums := map[[2]int64]int64{}
	for _, row := range e.rows[e.read:] {
		sums[[2]int64{row.G, row.V % 3}] += row.V
	}
	groups := map[string]*group{}
	for key, sum := range sums {
		groups[fmt.Sprintf(`"g":%d,"h":%d`, key[0], key[1])] = &group{s: sum}
	}
	return texts(groups, func(key string, g *group) string { return fmt.Sprintf(`{%s,"s":%d}`, key, g.s) })
}

// offsetOf is where a manifest is in the input, all of it where the job was done.
func (e *edited) offsetOf(t *testing.T, manifest string, all int64) int64 {
	t.Helper()
	content, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := bytes.Cut(content, []byte("\n"))
	var m struct {
		Content struct {
			Phase   string
			Sources []struct{ Splits []struct{ Start int64 } }
		}
	}
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatal(err)
	}
	if m.Content.Phase != "running" || len(m.Content.Sources) == 0 || len(m.Content.Sources[0].Splits) == 0 {
		return all
	}
	return m.Content.Sources[0].Splits[0].Start
}
