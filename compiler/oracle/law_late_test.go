package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// lateRow is a row, with the watermark when it comes: what the rows before it and itself have shown.
type lateRow struct {
	k             int
	ts, watermark int64 // milliseconds
	v             int
}

// lateData is rows in disorder, some of which come too late.
func (r random) lateData(rows int, delay int64) []lateRow {
	now := r.Int64N(2)*1_700_000_000_000 - 60_000
	var list []lateRow
	high := int64(-1 << 62)
	for range rows {
		now += r.Int64N(1200)
		back := r.Int64N(delay*1000 + 1)
		switch r.IntN(10) {
		case 0:
			back = r.Int64N(20_000)
		case 1:
			back = r.Int64N(100_000)
		}
		row := lateRow{k: r.IntN(3), ts: now - back, v: r.IntN(100)}
		high = max(high, row.ts-delay*1000)
		row.watermark = high
		list = append(list, row)
	}
	return list
}

// lateWindow is a window that rows may be late for.
type lateWindow struct {
	clause  string
	windows func(ts int64) [][2]int64 // those that a time is in
}

func lateTumble(size int64) lateWindow {
	return lateWindow{fmt.Sprintf("TUMBLING (ts, %s)", seconds(int(size))), func(ts int64) [][2]int64 {
		start := ts - floorMod(ts, size*1000)
		return [][2]int64{{start, start + size*1000}}
	}}
}

func lateHop(size, slide int64) lateWindow {
	return lateWindow{fmt.Sprintf("HOPPING (ts, %s, %s)", seconds(int(size)), seconds(int(slide))), func(ts int64) [][2]int64 {
		var list [][2]int64
		for start := ts - floorMod(ts, slide*1000); start > ts-size*1000; start -= slide * 1000 {
			list = append(list, [2]int64{start, start + size*1000})
		}
		return list
	}}
}

func lateCumulate(size, step int64) lateWindow {
	return lateWindow{fmt.Sprintf("CUMULATING (ts, %s, %s)", seconds(int(size)), seconds(int(step))), func(ts int64) [][2]int64 {
		var list [][2]int64
		start := ts - floorMod(ts, size*1000)
		for end := ts - floorMod(ts-start, step*1000) + step*1000; end <= start+size*1000; end += step * 1000 {
			list = append(list, [2]int64{start, end})
		}
		return list
	}}
}

func floorMod(a, b int64) int64 { return ((a % b) + b) % b }

// lateGroup is what a group of a window comes to.
type lateGroup struct{ count, sum int }

// results are the groups of the windows, by the plain rule: a window takes a row as long as the watermark hasn't reached its end and the
// allowed lateness.
func (w lateWindow) results(rows []lateRow, lateness int64) map[string]lateGroup {
	groups := map[string]lateGroup{}
	for _, row := range rows {
		for _, window := range w.windows(row.ts) {
			if window[1]+lateness*1000 <= row.watermark {
				continue
			}
			key := fmt.Sprint(row.k, " ", window[0], " ", window[1])
			g := groups[key]
			groups[key] = lateGroup{g.count + 1, g.sum + row.v}
		}
	}
	return groups
}

// lateGaps are the gaps of sessions, in seconds.
var lateGaps = []int64{1, 3, 10}

// lateSessions are sessions by the plain rule: the watermark closes those whose end and the allowed lateness it has reached. A row joins the
// open ones of its key that it is nearer to than the gap, or begins one, unless that would be closed at once.
func lateSessions(rows []lateRow, gap, lateness int64) map[string]lateGroup {
	type session struct {
		start, end int64
		lateGroup
	}
	open := map[int][]session{}
	groups := map[string]lateGroup{}
	isClosed := func(s session, watermark int64) bool { return s.end+lateness*1000 <= watermark }
	closed := func(k int, s session) { groups[fmt.Sprint(k, " ", s.start, " ", s.end)] = s.lateGroup }
	for _, row := range rows {
		joined := session{row.ts, row.ts + gap*1000, lateGroup{1, row.v}}
		var others []session
		for _, s := range open[row.k] {
			switch {
			case isClosed(s, row.watermark):
				closed(row.k, s)
			case row.ts < s.end && s.start < row.ts+gap*1000:
				joined = session{min(s.start, joined.start), max(s.end, joined.end), lateGroup{joined.count + s.count, joined.sum + s.sum}}
			default:
				others = append(others, s)
			}
		}
		if !isClosed(joined, row.watermark) {
			others = append(others, joined)
		}
		open[row.k] = others
	}
	for k, list := range open {
		for _, s := range list {
			closed(k, s)
		}
	}
	return groups
}

// Which rows are late, and what windows are without them, is as the definition says, whatever the batches: in one file that is read in its
// order the watermark is known row by row. Windows are written in the order of their ends.
func TestLawOfLateRows(t *testing.T) {
	seed := number(t, "WEIR_LAW_SEED", lawSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	t.Logf("WEIR_LAW_SEED=%d", seed)
	r := random{rand.New(rand.NewPCG(uint64(seed), 2))}
	for range number(t, "WEIR_LAW_LATE_JOBS", 2) {
		r.lateJob(t)
	}
}

func (r random) lateJob(t *testing.T) {
	delay, lateness := r.Int64N(4), []int64{0, 0, 3, 20}[r.IntN(4)]
	windows := []lateWindow{lateTumble(5), lateTumble(60), lateHop(10, 4), lateHop(6, 3), lateHop(20, 1), lateCumulate(20, 5), lateCumulate(60, 20)}
	text := lateSQL(windows, delay, lateness)
	for _, gap := range lateGaps {
		text += fmt.Sprintf("CREATE TABLE s%d WITH ('connector' = 'file', 'path' = 's%[1]d', 'format' = 'json') AS\n"+
			"SELECT k, window_start AS s, window_end AS e, COUNT(*) AS n, SUM(v) AS v FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '%[1]d' SECOND) EMIT FINAL;\n", gap)
		text += fmt.Sprintf("CREATE TABLE r%d WITH ('connector' = 'file', 'path' = 'r%[1]d', 'format' = 'json') AS\n"+ // rows that are grouped when they have their session
			"SELECT k, window_start AS s, window_end AS e, COUNT(*) AS n, SUM(v) AS v FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '%[1]d' SECOND)) WHERE v > -1000000 GROUP BY k, window_start, window_end EMIT FINAL;\n", gap)
	}
	job := compileJob(t, text)
	for range 4 {
		rows := r.lateData(200+r.IntN(300), delay)
		input := lateLines(rows)
		for _, batch := range []string{"1", "7", "4096"} {
			r.checkLate(t, job, windows, rows, input, delay, lateness, batch)
		}
	}
}

// lateSQL is a job that groups rows in windows, each written once, and as it changes.
func lateSQL(windows []lateWindow, delay, lateness int64) string {
	text := fmt.Sprintf("SET 'window.allowed-lateness' = '%ds';\nCREATE TABLE t (k INT NOT NULL, ts TIMESTAMP(3) NOT NULL, v INT NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '%d' SECOND)\n"+
		"WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n", lateness, delay)
	if lateness == 0 {
		_, text, _ = strings.Cut(text, "\n")
	}
	for i, w := range windows {
		for _, emit := range []string{"FINAL", "CHANGES"} {
			with := map[string]string{"FINAL": "", "CHANGES": ", 'changelog.column' = 'op'"}[emit]
			text += fmt.Sprintf("CREATE TABLE o%d_%s WITH ('connector' = 'file', 'path' = '%[1]d_%[2]s', 'format' = 'json'%[3]s) AS\n"+
				"SELECT k, window_start AS s, window_end AS e, COUNT(*) AS n, SUM(v) AS v FROM t GROUP BY k WINDOW %[4]s EMIT %[2]s;\n", i, emit, with, w.clause)
		}
	}
	return text
}

// lateLines is the file that it reads.
func lateLines(rows []lateRow) string {
	var input strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&input, "{\"k\":%d,\"ts\":%q,\"v\":%d}\n", row.k, time.UnixMilli(row.ts).UTC().Format("2006-01-02 15:04:05.000"), row.v)
	}
	return input.String()
}

func (r random) checkLate(t *testing.T, job job, windows []lateWindow, rows []lateRow, input string, delay, lateness int64, batch string) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(input), 0o666); err != nil {
		t.Fatal(err)
	}
	job.inDir(t, dir, "--partitions", "1", "--batch-size", batch)
	where := fmt.Sprintf("delay %d s, lateness %d s, batches of %s", delay, lateness, batch)
	for i, w := range windows {
		want := w.results(rows, lateness)
		compareLate(t, w.clause+" EMIT FINAL, "+where, filepath.Join(dir, fmt.Sprint(i, "_FINAL")), want, true)
		compareLate(t, w.clause+" EMIT CHANGES, "+where, filepath.Join(dir, fmt.Sprint(i, "_CHANGES")), want, false)
	}
	for _, gap := range lateGaps {
		compareLate(t, fmt.Sprintf("SESSION with gap %d s, %s", gap, where), filepath.Join(dir, fmt.Sprint("s", gap)), lateSessions(rows, gap, lateness), true)
		compareLate(t, fmt.Sprintf("rows of SESSION with gap %d s, %s", gap, where), filepath.Join(dir, fmt.Sprint("r", gap)), lateSessions(rows, gap, lateness), true)
	}
}

// compareLate compares what a query wrote with what its groups are, and looks whether windows come in the order of their ends.
func compareLate(t *testing.T, what, path string, want map[string]lateGroup, ordered bool) {
	t.Helper()
	got, ends := readLate(t, path)
	if ordered && !slices.IsSorted(ends) {
		t.Errorf("%s: windows aren't in the order of their ends", what)
	}
	for key, g := range want {
		if got[key] != g {
			t.Errorf("%s: group %s is %v, want %v", what, key, got[key], g)
			return
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d groups, want %d", what, len(got), len(want))
	}
}

// readLate reads the groups that a query wrote, the last row of each, and the ends of their windows in order.
func readLate(t *testing.T, path string) (groups map[string]lateGroup, ends []int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	groups = map[string]lateGroup{}
	for line := range strings.Lines(string(data)) {
		var row struct {
			K, N, V int
			S, E    string
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		start, end := millis(t, row.S), millis(t, row.E)
		groups[fmt.Sprint(row.K, " ", start, " ", end)] = lateGroup{row.N, row.V}
		ends = append(ends, end)
	}
	return groups, ends
}

func millis(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}
