package oracle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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
