package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A table's rows go through expressions that fail, a Go function that panics, and windows that are late.
const failuresSQL = `SET 'on-error' = 'dead-letter';
%s
CREATE FUNCTION poison(id BIGINT) RETURNS BIGINT LANGUAGE GO AS 'example.com/poison.Poison';
CREATE TABLE t (id BIGINT NOT NULL, v BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
WITH ('connector' = 'file', 'path' = 'in/*', 'format' = 'json');
CREATE TABLE plain WITH ('connector' = 'file', 'path' = 'plain.jsonl', 'format' = 'json') AS SELECT id, 1000 / v AS inverse, poison(id) AS p FROM t WHERE id %% 3 <> 1;
CREATE TABLE windows WITH ('connector' = 'file', 'path' = 'windows.jsonl', 'format' = 'json') AS
SELECT window_start, COUNT(*) AS n FROM t GROUP BY v %% 5 WINDOW TUMBLING (ts, INTERVAL '10' SECOND);
`

const poisonGo = `package poison

func Poison(id int64) int64 {
	if id%97 == 13 {
		panic("poison")
	}
	return -id
}
`

// failureRows are records of which it is known what becomes of them, but for those that come late: they are late or not by what was read before.
type failureRows struct {
	text   []byte
	fails  map[string]bool // records, as text
	plain  map[string]bool // rows of table plain
	late   map[string]bool // records that may be late
	all    int64
	failed int64
}

func newFailureRows(r *rand.Rand, rows int) *failureRows {
	f := &failureRows{fails: map[string]bool{}, plain: map[string]bool{}, late: map[string]bool{}, all: int64(rows)}
	var text strings.Builder
	for i := range rows {
		v := r.IntN(200) // one in 200 can't be divided by
		at := time.UnixMilli(1_700_000_000_000 + int64(i)*20 - r.Int64N(900)).UTC()
		old := r.IntN(100) == 0
		if old {
			at = at.Add(-time.Hour)
		}
		record := fmt.Sprintf(`{"id":%d,"v":%d,"ts":"%s"}`, i, v, at.Format("2006-01-02 15:04:05.000"))
		broken := r.IntN(150) == 0
		if broken {
			record = fmt.Sprintf(`{"id":%d,"v":"many"}`, i)
		}
		switch taken := i%3 != 1; {
		case broken, taken && (v == 0 || i%97 == 13):
			f.fails[record] = true
			f.failed++
		case taken:
			f.plain[fmt.Sprintf(`{"id":%d,"inverse":%d,"p":%d}`, i, 1000/v, -i)] = true
			f.late[record] = old
		default:
			f.late[record] = old
		}
		text.WriteString(record + "\n")
	}
	f.text = []byte(text.String())
	return f
}

// Records that fail, panic or come late are each one dead letter and one in the counters, whatever number of times the job is killed:
//
//	read = written + filtered + failed + late
func TestKilledWithFailures(t *testing.T) {
	seed := number(t, "WEIR_KILL_SEED", killSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	rows := newFailureRows(rand.New(rand.NewPCG(uint64(seed), 2)), 60_000)
	for name, letters := range map[string]string{
		"file":  "",
		"table": "SET 'on-error.table' = 'letters';\nCREATE TABLE letters (record VARCHAR, reason VARCHAR) WITH ('connector' = 'file', 'path' = 'letters.jsonl', 'format' = 'json');",
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"go.mod": "module example.com/poison\n\ngo 1.24\n", "poison.go": poisonGo} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		k := killing{job: compileJobIn(t, dir, fmt.Sprintf(failuresSQL, letters))}
		if letters == "" {
			k.flags = []string{"--dead-letter", "letters.jsonl"}
		}
		for i := range number(t, "WEIR_KILL_RUNS", killRuns) {
			t.Run(fmt.Sprintf("%s/WEIR_KILL_SEED=%d", name, seed+i), func(t *testing.T) {
				k.random = rand.New(rand.NewPCG(uint64(seed+i), 3))
				out := t.TempDir()
				k.write(t, out, map[string][]byte{"a.jsonl": rows.text})
				stats, _, _ := k.disturb(t, out)
				rows.judge(t, out, stats)
			})
		}
	}
}

// judge compares what a job wrote, and counted, with what is known of its records.
func (f *failureRows) judge(t *testing.T, dir string, stats killStats) {
	t.Helper()
	seen := map[string]int{}
	for _, line := range fileLines(t, filepath.Join(dir, "plain.jsonl")) {
		if seen[line]++; seen[line] > 1 || !f.plain[line] {
			t.Errorf("%d times %s", seen[line], line)
		}
	}
	if len(seen) != len(f.plain) {
		t.Errorf("plain has %d rows, not %d", len(seen), len(f.plain))
	}
	failed, late := f.letters(t, dir)
	var counted int64
	for _, line := range fileLines(t, filepath.Join(dir, "windows.jsonl")) {
		var window struct{ N int64 }
		if err := json.Unmarshal([]byte(line), &window); err != nil {
			t.Fatal(line, err)
		}
		counted += window.N
	}
	if failed != f.failed || counted+late != f.all-f.failed || late == 0 {
		t.Errorf("%d failed, %d in windows, %d late, but %d records of which %d fail", failed, counted, late, f.all, f.failed)
	}
	if stats.Read != f.all || stats.Failed != f.failed || stats.Late != late || stats.DeadLetters != f.failed+late {
		t.Errorf("counters are %+v, but %d records, %d fail, %d are late", stats, f.all, f.failed, late)
	}
	for _, output := range stats.Outputs {
		if sum := output.Written + output.Filtered + stats.Failed; output.Sink == "plain" && (sum != f.all || output.Written != int64(len(f.plain))) {
			t.Errorf("%+v is not all of %d", output, f.all)
		}
	}
}

// letters counts the dead letters: each is of one record that fails, or of one that is late.
func (f *failureRows) letters(t *testing.T, dir string) (failed, late int64) {
	t.Helper()
	seen := map[string]bool{}
	for _, line := range fileLines(t, filepath.Join(dir, "letters.jsonl")) {
		var letter struct{ Record, Reason string }
		if err := json.Unmarshal([]byte(line), &letter); err != nil {
			t.Fatal(line, err)
		}
		isLate := strings.HasPrefix(letter.Reason, "late: ")
		if isLate {
			late++
		} else {
			failed++
		}
		if isLate && letter.Record == "" {
			continue // behind an exchange the record is gone
		}
		if isLate != f.late[letter.Record] || isLate == f.fails[letter.Record] || seen[letter.Record] {
			t.Errorf("again: %t, letter %s", seen[letter.Record], line)
		}
		seen[letter.Record] = true
	}
	return failed, late
}

func fileLines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}
