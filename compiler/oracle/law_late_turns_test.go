package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// lateInTurns is how many rows a file has: enough for dozens of the smallest ranges.
const lateInTurns = 4000

// Where partitions read a file in turn, no row is late that isn't late where the file is read in order, by the plain rule; a row that is late may be
// taken. Each row is a group of its own, so that the results say of each one which windows took it.
func TestLateInTurns(t *testing.T) {
	seed := number(t, "WEIR_LAW_SEED", lawSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	t.Logf("WEIR_LAW_SEED=%d", seed)
	r := random{rand.New(rand.NewPCG(uint64(seed), 4))}
	delay, lateness := 1+r.Int64N(3), 1+r.Int64N(5)
	windows := []lateWindow{lateTumble(5), lateHop(6, 3), lateCumulate(20, 5)}
	job := compileJob(t, lateSQL(windows, delay, lateness))
	for range number(t, "WEIR_LAW_LATE_RUNS", 6) {
		rows := r.lateData(lateInTurns, delay)
		for i := range rows {
			rows[i].k = i
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(lateLines(rows)), 0o666); err != nil {
			t.Fatal(err)
		}
		flags := []string{"--partitions", []string{"2", "3", "7"}[r.IntN(3)], "--batch-size", []string{"1", "7", "4096"}[r.IntN(3)],
			"--set", "t.source.split-size=" + []string{"4kb", "16kb", "64kb"}[r.IntN(3)]}
		job.inDir(t, dir, flags...)
		for i, w := range windows {
			for _, emit := range []string{"FINAL", "CHANGES"} {
				got, _ := readLate(t, filepath.Join(dir, fmt.Sprint(i, "_", emit)))
				w.checkTaken(t, fmt.Sprintf("%s EMIT %s, delay %d s, lateness %d s, %v", w.clause, emit, delay, lateness, flags), rows, lateness, got)
			}
		}
	}
}

// checkTaken compares which windows took which rows with those that do in order, and with all that rows are in.
func (w lateWindow) checkTaken(t *testing.T, what string, rows []lateRow, lateness int64, got map[string]lateGroup) {
	t.Helper()
	inOrder, all := w.results(rows, lateness), w.results(rows, 1<<32)
	if len(inOrder) == len(all) {
		t.Fatalf("%s: no row is late: nothing is tested", what)
	}
	for key, g := range inOrder {
		if got[key] != g {
			t.Errorf("%s: row and window %s: %v, but it isn't late in order: %v", what, key, got[key], g)
			return
		}
	}
	for key, g := range got {
		if all[key] != g {
			t.Errorf("%s: row and window %s: %v, want %v", what, key, g, all[key])
			return
		}
	}
}
