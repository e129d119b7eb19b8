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
	records, in := nestedInOrder(t, r, n, keys)
	for _, record := range records { // what outputs have
		delete(record, "k")
		delete(record, "ts")
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

// Functions of OVER give arrays, maps, rows and JSON of other rows, however they find them: in rows that are kept anyway, or kept for them.
func TestOverOfNestedValues(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 7))
	const n, keys = 3000, 5
	const place = "ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>"
	records, in := nestedInOrder(t, r, n, keys)
	// Of each row, what its key's rows from a number of rows before it on have, up to a number of rows behind it.
	frame := func(id, before, after int) (rows []map[string]any) {
		for i := id - min(id/keys, before)*keys; i < n && i <= id+after*keys; i += keys {
			rows = append(rows, records[i])
		}
		return rows
	}
	nth := func(rows []map[string]any, column string, n int) any {
		if n < 0 || n >= len(rows) {
			return nil
		}
		return rows[n][column]
	}
	last := func(rows []map[string]any, column string) any { return nth(rows, column, len(rows)-1) }
	count := func(rows []map[string]any, column string) any { return float64(len(having(rows, column))) }
	type result struct {
		sql, column string
		of          func(id int) any
	}
	windows := []struct {
		name, window string
		results      []result
	}{
		{"running", "PARTITION BY k ORDER BY ts", []result{
			{"FIRST_VALUE(tags) OVER w", "ARRAY<STRING>", func(id int) any { return records[id%keys]["tags"] }},
			{"LAST_VALUE(limits) OVER w", "MAP<STRING, BIGINT>", func(id int) any { return records[id]["limits"] }},
			{"COUNT(place) OVER w", "BIGINT", func(id int) any { return count(frame(id, n, 0), "place") }},
			{"ARG_MAX(place, id) OVER w", place, func(id int) any { return last(having(frame(id, n, 0), "place"), "place") }},
			{"ARG_MIN(doc, id) OVER w", "JSON", func(id int) any { return records[id%keys]["doc"] }},
		}},
		{"visited", "PARTITION BY k ORDER BY ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING", []result{
			{"FIRST_VALUE(tags) OVER w", "ARRAY<STRING>", func(id int) any { return frame(id, 3, 1)[0]["tags"] }},
			{"LAST_VALUE(place) IGNORE NULLS OVER w", place, func(id int) any { return last(having(frame(id, 3, 1), "place"), "place") }},
			{"NTH_VALUE(grid, 2) OVER w", "ARRAY<ARRAY<INT>>", func(id int) any { return nth(frame(id, 3, 1), "grid", 1) }},
			{"ARRAY_AGG(limits) OVER w", "ARRAY<MAP<STRING, BIGINT>>", func(id int) any { return listed(frame(id, 3, 1), "limits") }},
			{"ARG_MIN(place, -id) OVER w", place, func(id int) any { return last(having(frame(id, 3, 1), "place"), "place") }},
			{"NTH_VALUE(place, 4) OVER (PARTITION BY k ORDER BY ts)", place, func(id int) any { return nth(frame(id, n, 0), "place", 3) }},
			{"NTH_VALUE(limits, 2) FROM LAST OVER (PARTITION BY k ORDER BY ts)", "MAP<STRING, BIGINT>", func(id int) any { return nth(frame(id, n, 0), "limits", id/keys-1) }},
			{"FIRST_VALUE(tags) IGNORE NULLS OVER (PARTITION BY k ORDER BY ts)", "ARRAY<STRING>", func(id int) any { return nth(having(frame(id, n, 0), "tags"), "tags", 0) }},
			{"LAG(tags, 1, ARRAY['none']) IGNORE NULLS OVER (PARTITION BY k ORDER BY ts)", "ARRAY<STRING>", func(id int) any {
				before := frame(id, n, 0)
				if before = having(before[:len(before)-1], "tags"); len(before) > 0 {
					return last(before, "tags")
				}
				return []any{"none"}
			}},
		}},
		{"final", "PARTITION BY k ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING", []result{
			{"FIRST_VALUE(tags) OVER w", "ARRAY<STRING>", func(id int) any { return records[n-keys+id%keys]["tags"] }},
			{"NTH_VALUE(grid, 2) OVER w", "ARRAY<ARRAY<INT>>", func(id int) any { return records[n-2*keys+id%keys]["grid"] }},
			{"LAST_VALUE(doc) OVER w", "JSON", func(id int) any { return records[id%keys]["doc"] }},
			{"COUNT(tags) OVER w", "BIGINT", func(id int) any { return count(frame(id%keys, 0, n), "tags") }},
			{"ARG_MAX(limits, id) OVER w", "MAP<STRING, BIGINT>", func(id int) any { return last(having(frame(id%keys, 0, n), "limits"), "limits") }},
		}},
		{"buffer", "ROWS WINDOW BUFFER 4 ROWS PARTITION BY k ORDER BY ts", []result{
			{"FIRST_VALUE(tags) OVER w", "ARRAY<STRING>", func(id int) any { return frame(id, 3, 0)[0]["tags"] }},
			{"LAST_VALUE(place) OVER w", place, func(id int) any { return records[id]["place"] }},
			{"COUNT(grid) OVER w", "BIGINT", func(id int) any { return count(frame(id, 3, 0), "grid") }},
		}},
	}
	sql, want := `CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, ts TIMESTAMP(3) NOT NULL, `+nestedColumns+`, WATERMARK FOR ts AS ts - INTERVAL '60' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
`, map[string][]map[string]any{}
	for _, w := range windows {
		columns, calls := "id INT NOT NULL", "id"
		want[w.name] = make([]map[string]any, n)
		for id := range records {
			want[w.name][id] = map[string]any{"id": float64(id)}
		}
		for i, result := range w.results {
			columns, calls = fmt.Sprintf("%s, c%d %s", columns, i, result.column), calls+", "+result.sql
			for id := range records {
				want[w.name][id][fmt.Sprint("c", i)] = result.of(id)
			}
		}
		sql += fmt.Sprintf("CREATE TABLE o_%s (%s) WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json');\nINSERT INTO o_%[1]s SELECT %[3]s FROM t WINDOW w AS (%[4]s);\n", w.name, columns, calls, w.window)
	}
	memory := compileJob(t, sql)
	disk := compileJob(t, "SET 'state.backend' = 'disk';\n"+sql)
	for _, run := range []struct {
		job   job
		flags []string
	}{
		{memory, []string{"--partitions", "1"}},
		{memory, []string{"--partitions", "3", "--batch-size", "64"}},
		{disk, []string{"--partitions", "2", "--state-memory", "64kb", "--state-dir", "cold"}},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(strings.Join(in, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		run.job.inDir(t, dir, append(run.flags, "--set", "t.source.split-size=16mb")...)
		for _, w := range windows {
			compareRecords(t, filepath.Join(dir, w.name+".jsonl"), want[w.name], false)
		}
	}
}

// nestedInOrder are records of keys in turn, a second after each other, and their lines, somewhat out of order. n is a multiple of 30.
func nestedInOrder(t *testing.T, r *rand.Rand, n, keys int) (records []map[string]any, in []string) {
	t.Helper()
	for id := range n {
		record := nestedRecord(r, id)
		record["k"], record["ts"] = float64(id%keys), time.Unix(1_700_000_000+int64(id), 0).UTC().Format("2006-01-02 15:04:05")
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		records, in = append(records, record), append(in, string(line))
	}
	for from := 0; from < n; from += 30 {
		block := in[from : from+30]
		r.Shuffle(len(block), func(i, j int) { block[i], block[j] = block[j], block[i] })
	}
	return records, in
}
