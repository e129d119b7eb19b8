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

// sessionRows are the bounds of the session of each of some times, in seconds, by definition: those that follow another one in less than the gap.
func sessionRows(at []int, gap int) map[int][2]int {
	sorted := slices.Sorted(slices.Values(at))
	bounds := map[int][2]int{}
	for first := 0; first < len(sorted); {
		last := first
		for last+1 < len(sorted) && sorted[last+1]-sorted[last] < gap {
			last++
		}
		for _, time := range sorted[first : last+1] {
			bounds[time] = [2]int{sorted[first], sorted[last] + gap}
		}
		first = last + 1
	}
	return bounds
}

// Rows of a session go on with its bounds when it closes, those of each partition apart; what is read of them, and by what they are grouped,
// is as with other windows. Nested columns go on as they came.
func TestRowsWithTheirSessions(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	const session = "TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '4' SECOND))"
	outputs := []struct{ name, columns, query string }{
		{"rows", "id BIGINT, s TIMESTAMP(3), e TIMESTAMP(3)", "SELECT id, window_start, window_end FROM " + session + " WHERE id % 3 > 0 AND window_time < window_end"},
		{"all", "id BIGINT, s TIMESTAMP(3), e TIMESTAMP(3)", "SELECT id, window_start, window_end FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND))"},
		{"keyed", "id BIGINT, s TIMESTAMP(3), n BIGINT", "SELECT id, window_start, CARDINALITY(tags) FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k), INTERVAL '4' SECOND)) WHERE tags[1] = k"},
		{"bounds", "s TIMESTAMP(3), e TIMESTAMP(3), n BIGINT", "SELECT window_start, window_end, COUNT(*) FROM " + session + " GROUP BY window_start, window_end"},
		{"starts", "s TIMESTAMP(3), n BIGINT", "SELECT window_start, COUNT(*) FROM " + session + " GROUP BY window_start EMIT FINAL"},
		{"about", "k BIGINT, s TIMESTAMP(3), e TIMESTAMP(3)", "SELECT k, window_start, MAX(window_end) FROM " + session + " GROUP BY k, window_start, window_end"},
		{"sets", "k BIGINT, s TIMESTAMP(3), n BIGINT", "SELECT k, window_start, COUNT(*) FROM " + session + " GROUP BY window_start, window_end, ROLLUP (k)"},
		{"hours", "s TIMESTAMP(3), n BIGINT", "SELECT window_start, COUNT(*) FROM (SELECT k, window_time FROM " + session + ") GROUP BY TUMBLE(window_time, INTERVAL '20' SECOND)"},
	}
	var sql, in strings.Builder
	sql.WriteString("CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, tags ARRAY<INT>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '20' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n")
	for _, out := range outputs {
		fmt.Fprintf(&sql, "CREATE TABLE o_%s (%s) WITH ('connector' = 'file', 'path' = '%[1]s.csv', 'format' = 'csv');\nINSERT INTO o_%[1]s %[3]s;\n", out.name, out.columns, out.query)
	}
	var times []int
	byKey := map[int][]int{}
	for id := range 400 {
		at := 1_700_000_000 + id + r.IntN(15)
		times, byKey[id%7] = append(times, at), append(byKey[id%7], at)
	}
	text := func(at int) string { return time.Unix(int64(at), 0).UTC().Format("2006-01-02 15:04:05") }
	want := map[string]map[string]int{}
	for _, out := range outputs {
		want[out.name] = map[string]int{}
	}
	everybody, groups := sessionRows(times, 1), map[string]bool{}
	for id, at := range times {
		k := id % 7
		fmt.Fprintf(&in, "{\"id\":%d,\"k\":%d,\"tags\":[%[2]d,%[1]d],\"ts\":\"%[3]s\"}\n", id, k, text(at))
		own, all := sessionRows(byKey[k], 4)[at], everybody[at]
		s, e := text(own[0]), text(own[1])
		if id%3 > 0 {
			want["rows"][fmt.Sprintf("%d,%s,%s", id, s, e)]++
		}
		want["all"][fmt.Sprintf("%d,%s,%s", id, text(all[0]), text(all[1]))]++
		want["keyed"][fmt.Sprintf("%d,%s,2", id, s)]++
		want["bounds"][s+","+e]++
		want["starts"][s]++
		if group := fmt.Sprintf("%d,%s,%s", k, s, e); !groups[group] {
			groups[group] = true
			want["about"][group]++
		}
		want["sets"][fmt.Sprintf("%d,%s,%s", k, s, e)]++
		want["sets"][","+s+","+e]++
		end := own[1] - 1 // the second that window_time is in
		want["hours"][text(end-end%20)]++
	}
	sets := map[string]int{} // without the end, which is part of the group and not of the line
	lines := []string{}
	for group, n := range want["sets"] {
		lines = append(lines, fmt.Sprintf("%s,%d", group[:strings.LastIndex(group, ",")], n))
	}
	for _, line := range lines {
		sets[line]++
	}
	want["sets"] = sets
	counted := map[string]bool{"bounds": true, "starts": true, "hours": true}
	job := compileJob(t, sql.String())
	for _, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "4", "--batch-size", "7"}} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(in.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, flags...)
		for _, out := range outputs {
			checkLines(t, out.query, filepath.Join(dir, out.name+".csv"), linesOf(want[out.name], counted[out.name]))
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
