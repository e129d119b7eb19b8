package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Rows keep what their arrays, maps and rows hold while they wait to be sorted, whose batches are long gone by then.
func TestSortedRowsKeepNestedValues(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 4))
	const n = 20000
	records := make([]map[string]any, n)
	for id := range records {
		records[id] = nestedRecord(r, id)
	}
	var in strings.Builder
	for _, id := range r.Perm(n) {
		line, err := json.Marshal(records[id])
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	const columns = `(id INT NOT NULL, tags ARRAY<STRING>, grid ARRAY<ARRAY<INT>>, limits MAP<STRING, BIGINT>,
		place ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>, doc JSON)`
	job := compileJob(t, "CREATE TABLE t "+columns+` WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
CREATE TABLE up `+columns+` WITH ('connector' = 'file', 'path' = 'up.jsonl', 'format' = 'json');
CREATE TABLE down `+columns+` WITH ('connector' = 'file', 'path' = 'down.jsonl', 'format' = 'json');
INSERT INTO up SELECT * FROM t ORDER BY id;
INSERT INTO down SELECT * FROM t ORDER BY id DESC LIMIT 70 OFFSET 5;`)
	down := slices.Clone(records[n-75 : n-5])
	slices.Reverse(down)
	for _, partitions := range []string{"1", "3"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(in.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, "--partitions", partitions)
		for name, want := range map[string][]map[string]any{"up": records, "down": down} {
			compareRecords(t, filepath.Join(dir, name+".jsonl"), want, true)
		}
	}
}

// nestedRecord has values of every type that points to others, NULLs among them.
func nestedRecord(r *rand.Rand, id int) map[string]any {
	word := func() any { return fmt.Sprintf("%x of %d", r.IntN(1<<20), id) }
	list := func(of func() any) []any {
		made := make([]any, r.IntN(4))
		for i := range made {
			made[i] = of()
		}
		return made
	}
	number := func() any { return float64(r.IntN(1000)) }
	record := map[string]any{
		"id":     float64(id),
		"tags":   list(func() any { return []any{nil, word(), word()}[r.IntN(3)] }),
		"grid":   list(func() any { return list(number) }),
		"limits": map[string]any{"low": number(), fmt.Sprint("high", r.IntN(9)): number()},
		"place":  map[string]any{"city": word(), "codes": list(word)},
		"doc":    map[string]any{"a": list(word), "b": nil},
	}
	for _, name := range []string{"tags", "grid", "limits", "place"} {
		if r.IntN(10) == 0 {
			record[name] = nil
		}
	}
	return record
}

// compareRecords compares a file with records that have an id: in their order, or by it.
func compareRecords(t *testing.T, path string, want []map[string]any, inOrder bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%s: %d lines, not %d", path, len(lines), len(want))
	}
	got := make([]map[string]any, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &got[i]); err != nil {
			t.Fatalf("%s:%d: %s: %v", path, i+1, line, err)
		}
	}
	if !inOrder {
		slices.SortFunc(got, func(a, b map[string]any) int { return cmp.Compare(a["id"].(float64), b["id"].(float64)) })
	}
	for i, record := range got {
		if !reflect.DeepEqual(record, want[i]) {
			t.Fatalf("%s: record %d: %v\nnot %v", path, i+1, record, want[i])
		}
	}
}
