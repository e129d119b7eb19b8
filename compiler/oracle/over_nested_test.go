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

// Rows of OVER, in all the ways in which it keeps them, of first rows and of ORDER BY a time keep what their arrays, maps and rows hold, whose
// batches are long gone when they go on.
func TestOverKeepsNestedValues(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 4))
	const n, keys = 6000, 5
	const nested = `tags ARRAY<STRING>, grid ARRAY<ARRAY<INT>>, limits MAP<STRING, BIGINT>, place ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>, doc JSON`
	const passed = "id, tags, grid, limits, place, doc"
	outputs := []struct{ name, more, query string }{
		{"sliding", "n BIGINT, before ARRAY<STRING>", "SELECT " + passed + ", COUNT(*) OVER (PARTITION BY k ORDER BY ts ROWS 3 PRECEDING), LAG(tags) OVER (PARTITION BY k ORDER BY ts) FROM t"},
		{"ahead", "n BIGINT, behind ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>", "SELECT " + passed + ", COUNT(*) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING), LEAD(place) OVER (PARTITION BY k ORDER BY ts) FROM t"},
		{"final", "n BIGINT", "SELECT " + passed + ", COUNT(*) OVER (PARTITION BY k ORDER BY id DESC) FROM t"},
		{"buffer", "n BIGINT", "SELECT " + passed + ", COUNT(*) OVER (ROWS WINDOW BUFFER 4 ROWS PARTITION BY k ORDER BY ts) FROM t"},
		{"first", "n BIGINT", "SELECT " + passed + ", rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY id DESC) AS rn FROM t) WHERE rn <= 7"},
		{"sorted", "n BIGINT", "SELECT " + passed + ", 1 FROM t ORDER BY ts"},
	}
	sql := "CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, ts TIMESTAMP(3) NOT NULL, " + nested + `, WATERMARK FOR ts AS ts - INTERVAL '60' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
`
	for _, out := range outputs {
		sql += fmt.Sprintf("CREATE TABLE o_%s (id INT NOT NULL, %s, %s) WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json');\nINSERT INTO o_%[1]s %[4]s;\n", out.name, nested, out.more, out.query)
	}
	records, in := make([]map[string]any, n), make([]string, n)
	for id := range records {
		record := nestedRecord(r, id)
		record["k"], record["ts"] = float64(id%keys), time.Unix(1_700_000_000+int64(id), 0).UTC().Format("2006-01-02 15:04:05")
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		in[id], records[id] = string(line), record
		delete(record, "k")
		delete(record, "ts")
	}
	for from := 0; from < n; from += 30 { // out of order
		block := in[from : from+30]
		r.Shuffle(len(block), func(i, j int) { block[i], block[j] = block[j], block[i] })
	}
	want := map[string][]map[string]any{}
	with := func(name string, id int, more map[string]any) {
		row := map[string]any{}
		for column, value := range records[id] {
			row[column] = value
		}
		for column, value := range more {
			row[column] = value
		}
		want[name] = append(want[name], row)
	}
	for id := range records {
		before, behind := any(nil), any(nil)
		if id >= keys {
			before = records[id-keys]["tags"]
		}
		if id+keys < n {
			behind = records[id+keys]["place"]
		}
		with("sliding", id, map[string]any{"n": float64(min(id/keys+1, 4)), "before": before})
		left := (n - 1 - id) / keys // rows of the key that come later
		with("ahead", id, map[string]any{"n": float64(1 + min(left, 2)), "behind": behind})
		with("final", id, map[string]any{"n": float64(left + 1)})
		with("buffer", id, map[string]any{"n": float64(min(id/keys+1, 4))})
		if left < 7 {
			with("first", id, map[string]any{"n": float64(left + 1)})
		}
		with("sorted", id, map[string]any{"n": float64(1)})
	}
	job := compileJob(t, sql)
	for _, partitions := range []string{"1", "3"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(strings.Join(in, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, "--partitions", partitions, "--batch-size", "64", "--set", "t.source.split-size=16mb")
		for _, out := range outputs {
			compareRecords(t, filepath.Join(dir, out.name+".jsonl"), want[out.name], out.name == "sorted")
		}
	}
}
