package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// rowWindows are windowing table functions that nothing groups, with their windows by definition: all [start, end) of their kind that a
// time is in, in seconds.
var rowWindows = []struct {
	call string
	ends func(at int) (windows [][2]int)
}{
	{"TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '7' SECOND)", func(at int) [][2]int { return windowsOf(at, 7, 7, 0) }},
	{"TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '3' SECOND)", func(at int) [][2]int { return windowsOf(at, 7, 7, 3) }},
	{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '10' SECOND)", func(at int) [][2]int { return windowsOf(at, 10, 4, 0) }},
	{"HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '4' SECOND)", func(at int) [][2]int { return windowsOf(at, 4, 10, 0) }},
	{"CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)", func(at int) (list [][2]int) {
		start := at - at%15
		for end := start + 5; end <= start+15; end += 5 {
			if at < end {
				list = append(list, [2]int{start, end})
			}
		}
		return list
	}},
}

// windowsOf tries each start around a time.
func windowsOf(at, size, slide, offset int) (list [][2]int) {
	for start := at - size; start <= at; start++ {
		if (start-offset)%slide == 0 && start <= at && at < start+size {
			list = append(list, [2]int{start, start + size})
		}
	}
	return list
}

// Each row goes on once for each of its windows, none where it is between two; conditions see the window; grouping by one bound of windows of
// one length is grouping by the window, and grouping by none of them is one by the rows.
func TestRowsWithTheirWindows(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	var sql, in strings.Builder
	sql.WriteString("CREATE TABLE t (id INT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '30' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n")
	const columns = "window_start TIMESTAMP(3), window_end TIMESTAMP(3), n BIGINT"
	for k, w := range rowWindows {
		fmt.Fprintf(&sql, "CREATE TABLE r%d (id BIGINT, %s) WITH ('connector' = 'file', 'path' = 'r%d.csv', 'format' = 'csv');\n", k, strings.TrimSuffix(columns, ", n BIGINT"), k)
		fmt.Fprintf(&sql, "INSERT INTO r%d SELECT id, window_start, window_end FROM TABLE(%s) WHERE id %% 3 > 0 AND window_time < window_end;\n", k, w.call)
		fmt.Fprintf(&sql, "CREATE TABLE g%d (k BIGINT, n BIGINT) WITH ('connector' = 'file', 'path' = 'g%d.csv', 'format' = 'csv');\n", k, k)
		fmt.Fprintf(&sql, "INSERT INTO g%d SELECT id %% 5, COUNT(*) FROM TABLE(%s) GROUP BY id %% 5 EMIT FINAL;\n", k, w.call)
		fmt.Fprintf(&sql, "CREATE TABLE b%d (window_end TIMESTAMP(3), n BIGINT) WITH ('connector' = 'file', 'path' = 'b%d.csv', 'format' = 'csv');\n", k, k)
		fmt.Fprintf(&sql, "INSERT INTO b%d SELECT window_end, COUNT(*) FROM TABLE(%s) GROUP BY window_end EMIT FINAL;\n", k, w.call)
	}
	rows, grouped, bounds := make([]map[string]int, len(rowWindows)), make([]map[string]int, len(rowWindows)), make([]map[string]int, len(rowWindows))
	text := func(at int) string { return time.Unix(int64(at), 0).UTC().Format("2006-01-02 15:04:05") }
	for k := range rowWindows {
		rows[k], grouped[k], bounds[k] = map[string]int{}, map[string]int{}, map[string]int{}
	}
	for id := range 500 {
		at := 1_700_000_000 + id/2 + r.IntN(20)
		fmt.Fprintf(&in, "{\"id\":%d,\"ts\":\"%s\"}\n", id, text(at))
		for k, w := range rowWindows {
			for _, window := range w.ends(at) {
				if id%3 > 0 {
					rows[k][fmt.Sprintf("%d,%s,%s", id, text(window[0]), text(window[1]))]++
				}
				grouped[k][fmt.Sprint(id%5)]++
				bounds[k][text(window[1])]++
			}
		}
	}
	job := compileJob(t, sql.String())
	for _, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "4", "--batch-size", "7"}} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(in.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, flags...)
		for k, w := range rowWindows {
			checkLines(t, w.call, filepath.Join(dir, fmt.Sprintf("r%d.csv", k)), linesOf(rows[k], false))
			checkLines(t, w.call, filepath.Join(dir, fmt.Sprintf("g%d.csv", k)), linesOf(grouped[k], true))
			checkLines(t, w.call, filepath.Join(dir, fmt.Sprintf("b%d.csv", k)), linesOf(bounds[k], true))
		}
	}
}

// linesOf are the lines of a multiset, or of its counts.
func linesOf(set map[string]int, counts bool) (lines []string) {
	for line, n := range set {
		switch {
		case counts:
			lines = append(lines, fmt.Sprintf("%s,%d", line, n))
		default:
			lines = append(lines, slices.Repeat([]string{line}, n)...)
		}
	}
	slices.Sort(lines)
	return lines
}

// checkLines compares a file with lines, whatever their order is.
func checkLines(t *testing.T, what, path string, want []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(strings.ReplaceAll(string(data), " ", "_"))
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], " ", "_")
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %s\ngot  %v\nwant %v", what, filepath.Base(path), got, want)
	}
}
