package oracle

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever SET 'exchange.strategy' says, results are those of a loop over the rows.
func TestExchangeStrategies(t *testing.T) {
	const rows = 20_000
	var input strings.Builder
	counts, sums := map[string]int{}, map[string]int{}
	var each []string
	for i := range rows {
		key, v := fmt.Sprint("key", i%37), i%11
		fmt.Fprintf(&input, `{"id":%d,"k":"%s","v":%d}`+"\n", i, key, v)
		each = append(each, fmt.Sprintf(`{"id":%d,"k":"%s"}`, i, strings.ToUpper(key)))
		if v > 3 {
			counts[key]++
			sums[key] += v
		}
	}
	var groups []string
	for _, key := range slices.Collect(maps.Keys(counts)) {
		groups = append(groups, fmt.Sprintf(`{"k":"%s","n":%d,"s":%d}`, key, counts[key], sums[key]))
	}
	slices.Sort(each)
	slices.Sort(groups)
	for _, strategy := range []string{"auto", "hash", "single", "rebalance"} {
		job := compileJob(t, `SET 'exchange.strategy' = '`+strategy+`';
CREATE TABLE t (id BIGINT, k VARCHAR, v BIGINT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
CREATE TABLE g WITH ('connector' = 'file', 'path' = 'groups.jsonl', 'format' = 'json') AS SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE v > 3 GROUP BY k EMIT FINAL;
CREATE TABLE e WITH ('connector' = 'file', 'path' = 'each.jsonl', 'format' = 'json') AS SELECT id, UPPER(k) AS k FROM t;`)
		for _, partitions := range []string{"1", "2", "5"} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(input.String()), 0o666); err != nil {
				t.Fatal(err)
			}
			job.inDir(t, dir, "--partitions", partitions)
			for name, want := range map[string][]string{"groups.jsonl": groups, "each.jsonl": each} {
				content, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				got := strings.Split(strings.TrimSpace(string(content)), "\n")
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s, %s partitions: %s has %d rows, want %d, and %s", strategy, partitions, name, len(got), len(want), firstDifference(got, want))
				}
			}
		}
	}
}
