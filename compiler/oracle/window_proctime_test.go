package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Windows over windows of processing time are made of what those wrote, all of it, by the times that it has: whenever it comes. The machine's
// clock decides what the inner windows are; the outer ones follow from them by definition.
func TestWindowsOverProcessingTime(t *testing.T) {
	const sink = "CREATE TABLE %s WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json') AS\nSELECT %s;\n"
	sql := "CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, pt AS PROCTIME()) WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '10000',\n" +
		"'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000', 'fields.k.min' = '0', 'fields.k.max' = '9');\n" +
		"CREATE VIEW w AS SELECT k, window_start, window_end, window_time, COUNT(*) AS n FROM t GROUP BY k, TUMBLE(pt, INTERVAL '0.1' SECOND);\n" +
		"CREATE VIEW x AS SELECT k % 3 AS m, window_time AS wt, n FROM w;\n" +
		fmt.Sprintf(sink, "parts", "k, window_start AS s, n FROM w") +
		fmt.Sprintf(sink, "tumble", "window_start AS s, SUM(n) AS n FROM w GROUP BY TUMBLE(window_time, INTERVAL '1' SECOND)") +
		fmt.Sprintf(sink, "same", "window_start AS s, SUM(n) AS n FROM w GROUP BY window_start, window_end") +
		fmt.Sprintf(sink, "hop", "k % 3 AS m, window_start AS s, SUM(n) AS n FROM w GROUP BY k % 3 WINDOW HOPPING (window_time, INTERVAL '0.6' SECOND, INTERVAL '0.2' SECOND)") +
		fmt.Sprintf(sink, "deep", "window_start AS s, SUM(n) AS n FROM (SELECT window_time AS wt, SUM(n) AS n FROM x GROUP BY m, TUMBLE(wt, INTERVAL '0.2' SECOND)) GROUP BY TUMBLE(wt, INTERVAL '0.4' SECOND)") +
		fmt.Sprintf(sink, "rows", "window_start AS s, SUM(n) AS n FROM TABLE(TUMBLE(TABLE x, DESCRIPTOR(wt), INTERVAL '0.5' SECOND)) WHERE window_end > window_start GROUP BY window_start, window_end") +
		fmt.Sprintf(sink, "single", "window_start AS s, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(pt), INTERVAL '0.3' SECOND)) WHERE window_end > window_start GROUP BY window_start, window_end")
	job := compileJob(t, sql)
	for _, partitions := range []string{"1", "2", "4"} {
		dir := t.TempDir()
		job.inDir(t, dir, "--partitions", partitions)
		read := func(name string) map[string]int { return sumsByWindow(t, filepath.Join(dir, name+".jsonl")) }
		want := map[string]map[string]int{"tumble": {}, "same": {}, "hop": {}, "deep": {}, "rows": {}}
		all := 0
		for key, n := range read("parts") {
			var k int
			at, _ := time.Parse(proctimeLayout, key[strings.Index(key, " ")+1:])
			fmt.Sscan(key, &k)
			all += n
			micros := at.UnixMicro() + 99_000 // window_time
			put := func(name, group string, size, slide int64) {
				for start := micros - micros%slide; start > micros-size; start -= slide {
					want[name][group+" "+time.UnixMicro(start).UTC().Format(proctimeLayout)] += n
				}
			}
			put("tumble", "", 1_000_000, 1_000_000)
			put("same", "", 100_000, 100_000)
			put("hop", fmt.Sprint(k%3), 600_000, 200_000)
			put("deep", "", 400_000, 400_000)
			put("rows", "", 500_000, 500_000)
		}
		if all != 20000 {
			t.Errorf("--partitions %s: the inner windows have %d rows", partitions, all)
		}
		for name, windows := range want {
			if got := read(name); fmt.Sprint(got) != fmt.Sprint(windows) {
				t.Errorf("--partitions %s, %s: %v, want %v", partitions, name, got, windows)
			}
		}
		sum := 0
		for _, n := range read("single") {
			sum += n
		}
		if sum != 20000 {
			t.Errorf("--partitions %s: windows of rows have %d of them", partitions, sum)
		}
	}
}

const proctimeLayout = "2006-01-02 15:04:05.999Z"

// sumsByWindow reads n by group and start; none stands there twice.
func sumsByWindow(t *testing.T, path string) map[string]int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]int{}
	for line := range strings.Lines(string(data)) {
		var row struct {
			K, M *int
			S    string
			N    int
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		group := ""
		for _, of := range []*int{row.K, row.M} {
			if of != nil {
				group = fmt.Sprint(*of)
			}
		}
		key := group + " " + row.S
		if _, twice := sums[key]; twice {
			t.Errorf("%s: %s is there twice", filepath.Base(path), key)
		}
		sums[key] = row.N
	}
	return sums
}

// The first rows of windows of processing time are those of what the windows wrote, once each and in their order, while the input goes on.
func TestFirstRowsOfProcessingTime(t *testing.T) {
	windows := map[string]string{
		"tumble":   "TUMBLE(pt, INTERVAL '0.1' SECOND)",
		"hop":      "HOP(pt, INTERVAL '0.1' SECOND, INTERVAL '0.4' SECOND)",
		"cumulate": "CUMULATE(pt, INTERVAL '0.1' SECOND, INTERVAL '0.5' SECOND)",
	}
	const sink = "CREATE TABLE %s WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json') AS\n%s;\n"
	sql := "CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, pt AS PROCTIME()) WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '10000',\n" +
		"'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000', 'fields.k.min' = '0', 'fields.k.max' = '19');\n"
	for _, name := range slices.Sorted(maps.Keys(windows)) {
		sql += fmt.Sprintf("CREATE VIEW v_%s AS SELECT k, window_start, window_end, window_time, COUNT(*) AS n FROM t GROUP BY k, %s;\n", name, windows[name]) +
			fmt.Sprintf(sink, name, "SELECT k, window_start AS s, window_end AS e, n FROM v_"+name) +
			fmt.Sprintf(sink, name+"_first", "SELECT k, window_start AS s, window_end AS e, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, k) AS rn FROM v_"+name+") WHERE rn <= 3") +
			fmt.Sprintf(sink, name+"_last", "SELECT k, window_start AS s, window_end AS e, n FROM v_"+name+" QUALIFY ROW_NUMBER() OVER (PARTITION BY window_end, window_start, k % 2 ORDER BY n, k DESC) = 1") +
			fmt.Sprintf(sink, name+"_above", "SELECT window_start AS s, window_end AS e, SUM(n) AS n FROM (SELECT * FROM v_"+name+" QUALIFY ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, k) <= 3) GROUP BY window_start, window_end")
	}
	type row struct {
		S, E     string
		K, N, Rn int
	}
	end := func(r row) time.Time {
		at, err := time.Parse(proctimeLayout, r.E)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	job := compileJob(t, sql)
	for _, partitions := range []string{"1", "2", "4"} {
		dir := t.TempDir()
		job.inDir(t, dir, "--partitions", partitions)
		read := func(name string) (rows []row) {
			data, err := os.ReadFile(filepath.Join(dir, name+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(data)) {
				var r row
				if err := json.Unmarshal([]byte(line), &r); err != nil {
					t.Fatal(err)
				}
				rows = append(rows, r)
			}
			return rows
		}
		for name := range windows {
			groups := map[string][]row{}
			for _, r := range read(name) {
				groups[r.S+r.E] = append(groups[r.S+r.E], r)
			}
			want := map[string][]row{}
			for _, rows := range groups {
				slices.SortFunc(rows, func(a, b row) int { return cmp.Or(b.N-a.N, a.K-b.K) })
				above := row{S: rows[0].S, E: rows[0].E}
				for i, r := range rows[:min(len(rows), 3)] {
					above.N += r.N
					r.Rn = i + 1
					want["first"] = append(want["first"], r)
				}
				want["above"] = append(want["above"], above)
				slices.SortFunc(rows, func(a, b row) int { return cmp.Or(a.K%2-b.K%2, a.N-b.N, b.K-a.K) })
				for i, r := range rows {
					if i == 0 || rows[i-1].K%2 != r.K%2 {
						want["last"] = append(want["last"], r)
					}
				}
			}
			if len(groups) < 10 {
				t.Errorf("--partitions %s: %s has %d windows", partitions, name, len(groups))
			}
			for kind, want := range want {
				got := read(name + "_" + kind)
				if !slices.IsSortedFunc(got, func(a, b row) int { return end(a).Compare(end(b)) }) && partitions == "1" {
					t.Errorf("%s_%s isn't in the order of the windows' ends", name, kind)
				}
				order := func(a, b row) int { return cmp.Or(cmp.Compare(a.E, b.E), cmp.Compare(a.S, b.S), a.Rn-b.Rn, a.K-b.K) }
				slices.SortFunc(got, order)
				slices.SortFunc(want, order)
				if !slices.Equal(got, want) {
					t.Errorf("--partitions %s, %s_%s: %v, want %v", partitions, name, kind, got, want)
				}
			}
		}
	}
}
