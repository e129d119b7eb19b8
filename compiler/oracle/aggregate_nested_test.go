package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// nestedAggregates is a job of aggregates over arrays, maps, rows and JSON, and records to run it on.
type nestedAggregates struct {
	records []map[string]any // by id, as JSON has them
	in      []string         // their lines, in the order of arrival
}

const nestedColumns = "tags ARRAY<STRING>, grid ARRAY<ARRAY<INT>>, limits MAP<STRING, BIGINT>, place ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>, doc JSON"

const nestedTable = "CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, g INT NOT NULL, v DOUBLE, ts TIMESTAMP(3) NOT NULL, label ARRAY<STRING>, " + nestedColumns + `,
  WATERMARK FOR ts AS ts - INTERVAL '60' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
`

const (
	nestedRows   = 1500
	nestedKeys   = 20
	nestedGroups = 60
)

// makeNestedAggregates makes records of one second each, in order or out of order by less than the watermark's distance.
func makeNestedAggregates(t *testing.T, r *rand.Rand, disorder bool) *nestedAggregates {
	t.Helper()
	n := &nestedAggregates{}
	for id := range nestedRows {
		record := nestedRecord(r, id)
		k := r.IntN(nestedKeys)
		record["k"], record["g"], record["v"] = float64(k), float64(r.IntN(nestedGroups)), any(nil)
		record["ts"] = time.Unix(1_700_000_000+int64(id), 0).UTC().Format("2006-01-02 15:04:05")
		if r.IntN(8) > 0 {
			record["v"] = float64((id*7919)%nestedRows) / 4 // each once
		}
		record["label"] = any(nil)
		if r.IntN(3) == 0 {
			record["label"] = []any{fmt.Sprint("label of ", k), nil}
		}
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		n.records, n.in = append(n.records, record), append(n.in, string(line))
	}
	if disorder {
		for from := 0; from < nestedRows; from += 40 {
			block := n.in[from:min(from+40, nestedRows)]
			r.Shuffle(len(block), func(i, j int) { block[i], block[j] = block[j], block[i] })
		}
	}
	return n
}

func (n *nestedAggregates) write(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(strings.Join(n.in, "\n")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// nestedResult is the SQL of the aggregates that are compared, and what they are of some rows in order, by definition.
type nestedResult struct {
	name, sql, column string
	of                func(rows []map[string]any) any
}

// nestedResults don't depend on the order of arrival.
func nestedResults() []nestedResult {
	return []nestedResult{
		{"n", "COUNT(tags)", "BIGINT", func(rows []map[string]any) any { return float64(len(having(rows, "tags"))) }},
		{"n_some", "COUNT(place) FILTER (WHERE v > 200)", "BIGINT", func(rows []map[string]any) any { return float64(len(having(above(rows), "place"))) }},
		{"least", "ARG_MIN(limits, v)", "MAP<STRING, BIGINT>", func(rows []map[string]any) any { return extreme(rows, "limits", 1) }},
		{"greatest", "MAX_BY(place, v)", "ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>", func(rows []map[string]any) any { return extreme(rows, "place", -1) }},
		{"great_doc", "ARG_MAX(doc, v)", "JSON", func(rows []map[string]any) any { return extreme(rows, "doc", -1) }},
		{"great_some", "ARG_MIN(grid, v) FILTER (WHERE v > 200)", "ARRAY<ARRAY<INT>>", func(rows []map[string]any) any { return extreme(above(rows), "grid", 1) }},
		{"ordered", "ARRAY_AGG(tags ORDER BY id DESC)", "ARRAY<ARRAY<STRING>>", func(rows []map[string]any) any { return listed(inOrder(rows, -1), "tags") }},
		{"ordered_made", "ARRAY_AGG(ROW(id, tags) ORDER BY id) FILTER (WHERE v > 200)", "ARRAY<ROW<id INT, tags ARRAY<STRING>>>", func(rows []map[string]any) any {
			var made []any
			for _, row := range inOrder(above(rows), 1) {
				made = append(made, map[string]any{"id": row["id"], "tags": row["tags"]})
			}
			return orNull(made)
		}},
		{"first_id", "FIRST_VALUE(place ORDER BY id)", "ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>", func(rows []map[string]any) any { return inOrder(rows, 1)[0]["place"] }},
		{"last_id", "LAST_VALUE(grid ORDER BY id)", "ARRAY<ARRAY<INT>>", func(rows []map[string]any) any { return inOrder(rows, -1)[0]["grid"] }},
		{"label", "ANY_VALUE(label)", "ARRAY<STRING>", func(rows []map[string]any) any {
			if labels := having(rows, "label"); len(labels) > 0 {
				return labels[0]["label"]
			}
			return nil
		}},
	}
}

// arrivedResults depend on the order of arrival.
func arrivedResults() []nestedResult {
	return []nestedResult{
		{"came_first", "FIRST_VALUE(tags)", "ARRAY<STRING>", func(rows []map[string]any) any { return rows[0]["tags"] }},
		{"came_last", "LAST_VALUE(limits)", "MAP<STRING, BIGINT>", func(rows []map[string]any) any { return rows[len(rows)-1]["limits"] }},
		{"all_places", "ARRAY_AGG(place)", "ARRAY<ROW<city STRING, codes ARRAY<STRING NOT NULL> NOT NULL>>", func(rows []map[string]any) any { return listed(rows, "place") }},
		{"some_grids", "ARRAY_AGG(grid) FILTER (WHERE v > 200)", "ARRAY<ARRAY<ARRAY<INT>>>", func(rows []map[string]any) any { return listed(above(rows), "grid") }},
		{"all_docs", "ARRAY_AGG(doc)", "ARRAY<JSON>", func(rows []map[string]any) any { return listed(rows, "doc") }},
	}
}

// toldResults depend on the order of arrival, and on no other row that is the same: of rows that change the last one of several is taken back.
func toldResults() []nestedResult {
	told := func(column string, row map[string]any) any {
		return map[string]any{"id": row["id"], column: row[column]}
	}
	return []nestedResult{
		{"came_first", "FIRST_VALUE(ROW(id, tags))", "ROW<id INT, tags ARRAY<STRING>>", func(rows []map[string]any) any { return told("tags", rows[0]) }},
		{"came_last", "LAST_VALUE(ROW(id, limits)) FILTER (WHERE id > 0)", "ROW<id INT, limits MAP<STRING, BIGINT>>", func(rows []map[string]any) any { return told("limits", rows[len(rows)-1]) }},
		{"all_docs", "ARRAY_AGG(ROW(id, doc))", "ARRAY<ROW<id INT, doc JSON>>", func(rows []map[string]any) any {
			var list []any
			for _, row := range rows {
				list = append(list, told("doc", row))
			}
			return list
		}},
	}
}

// having are the rows in which a column isn't NULL.
func having(rows []map[string]any, column string) (list []map[string]any) {
	for _, row := range rows {
		if row[column] != nil {
			list = append(list, row)
		}
	}
	return list
}

// above are the rows of FILTER (WHERE v > 200).
func above(rows []map[string]any) (list []map[string]any) {
	for _, row := range having(rows, "v") {
		if row["v"].(float64) > 200 {
			list = append(list, row)
		}
	}
	return list
}

// extreme is a column of the row with the least v, or the greatest.
func extreme(rows []map[string]any, column string, sign int) any {
	rows = having(having(rows, "v"), column)
	if len(rows) == 0 {
		return nil
	}
	return slices.MinFunc(rows, func(a, b map[string]any) int { return sign * cmp.Compare(a["v"].(float64), b["v"].(float64)) })[column]
}

func inOrder(rows []map[string]any, sign int) []map[string]any {
	return slices.SortedFunc(slices.Values(rows), func(a, b map[string]any) int { return sign * cmp.Compare(a["id"].(float64), b["id"].(float64)) })
}

func listed(rows []map[string]any, column string) any {
	var list []any
	for _, row := range rows {
		list = append(list, row[column])
	}
	return orNull(list)
}

func orNull(list []any) any {
	if list == nil {
		return nil
	}
	return list
}

// insertNested is a table, and the statement that fills it with results; first are its columns before them, declared and selected.
func insertNested(name, declared, selected, from, with string, results []nestedResult) string {
	for _, r := range results {
		declared += ", " + r.name + " " + r.column
		selected += ", " + r.sql
	}
	return fmt.Sprintf("CREATE TABLE o_%s (%s) WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json'%[3]s);\nINSERT INTO o_%[1]s SELECT %[4]s FROM %[5]s;\n", name, declared, with, selected, from)
}

// wantNested are the results by key.
func wantNested(groups map[string][]map[string]any, results []nestedResult) map[string]map[string]any {
	want := map[string]map[string]any{}
	for key, rows := range groups {
		want[key] = map[string]any{}
		for _, r := range results {
			want[key][r.name] = r.of(rows)
		}
	}
	return want
}

// dealt deals rows to groups.
func dealt(rows []map[string]any, key func(row map[string]any) []string) map[string][]map[string]any {
	groups := map[string][]map[string]any{}
	for _, row := range rows {
		for _, k := range key(row) {
			groups[k] = append(groups[k], row)
		}
	}
	return groups
}

// readNested reads results by their key; of those that change, what is left.
func readNested(t *testing.T, path string, key ...string) map[string]map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s:%d: %s: %v", path, i+1, line, err)
		}
		op, changes := row["op"]
		delete(row, "op")
		var parts []string
		for _, column := range key {
			parts = append(parts, fmt.Sprint(row[column]))
			delete(row, column)
		}
		of := strings.Join(parts, "/")
		switch _, there := got[of]; {
		case !changes && there, op == "+I" && there, (op == "-D" || op == "+U") && !there:
			t.Fatalf("%s:%d: %v of %s, there: %t", path, i+1, op, of, there)
		case op == "-D":
			delete(got, of)
		default:
			got[of] = row
		}
	}
	return got
}

func compareNestedResults(t *testing.T, name string, got, want map[string]map[string]any) {
	t.Helper()
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("%s: groups %v\nnot %v", name, g, w)
	}
	for key, row := range want {
		for column, value := range row {
			if !reflect.DeepEqual(got[key][column], value) {
				t.Fatalf("%s: %s of %s: %v\nnot %v", name, column, key, got[key][column], value)
			}
		}
	}
}

func (n *nestedAggregates) arrived(t *testing.T) []map[string]any {
	t.Helper()
	rows := make([]map[string]any, len(n.in))
	for i, line := range n.in {
		if err := json.Unmarshal([]byte(line), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// hopsOf are the ends of the windows of a row, in seconds.
func hopsOf(row map[string]any, size, slide int64) (ends []int64) {
	at, err := time.Parse("2006-01-02 15:04:05", row["ts"].(string))
	if err != nil {
		panic(err)
	}
	for end := at.Unix() - at.Unix()%slide + slide; end <= at.Unix()+size; end += slide {
		ends = append(ends, end)
	}
	return ends
}

func keyOf(row map[string]any) string { return fmt.Sprint(row["k"]) }

// Aggregates of arrays, maps, rows and JSON are what their definitions say of each group's rows: emitted once and with each change, in windows that
// are put together from slices, in sessions that grow together, in two phases, in memory and on disk.
func TestAggregatesOfNestedValues(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 5))
	n := makeNestedAggregates(t, r, true)
	rows := n.arrived(t)
	few := nestedResults()
	all := append(nestedResults(), arrivedResults()...)
	phases := slices.DeleteFunc(slices.Clone(few), func(r nestedResult) bool { return r.name != "n" && r.name != "n_some" && r.name != "label" })
	body := insertNested("final", "k INT", "k", "t GROUP BY k EMIT FINAL", "", all) +
		insertNested("changes", "k INT", "k", "t GROUP BY k EMIT CHANGES", ", 'changelog.column' = 'op'", all) +
		insertNested("hop", "k INT, ends TIMESTAMP(3)", "k, window_end", "t GROUP BY k WINDOW HOPPING (ts, INTERVAL '600' SECOND, INTERVAL '100' SECOND)", "", few) +
		insertNested("tumble", "k INT, ends TIMESTAMP(3)", "k, window_end", "t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '600' SECOND) EMIT CHANGES", ", 'changelog.column' = 'op'", all) +
		insertNested("session", "k INT, starts TIMESTAMP(3)", "k, window_start", "t GROUP BY k WINDOW SESSION (ts, INTERVAL '8' SECOND)", "", few) +
		insertNested("phases", "k INT", "k", "t GROUP BY k EMIT FINAL", "", phases)
	byWindow := func(size, slide int64) func(row map[string]any) []string {
		return func(row map[string]any) (keys []string) {
			for _, end := range hopsOf(row, size, slide) {
				keys = append(keys, keyOf(row)+"/"+time.Unix(end, 0).UTC().Format("2006-01-02 15:04:05"))
			}
			return keys
		}
	}
	byKey := func(row map[string]any) []string { return []string{keyOf(row)} }
	want := map[string]map[string]map[string]any{
		"final":   wantNested(dealt(rows, byKey), all),
		"changes": wantNested(dealt(rows, byKey), all),
		"hop":     wantNested(dealt(rows, byWindow(600, 100)), few),
		"tumble":  wantNested(dealt(rows, byWindow(600, 600)), all),
		"session": wantNested(sessionsOf(n.records, 8), few),
		"phases":  wantNested(dealt(rows, byKey), phases),
	}
	keys := map[string][]string{"final": {"k"}, "changes": {"k"}, "phases": {"k"}, "hop": {"k", "ends"}, "tumble": {"k", "ends"}, "session": {"k", "starts"}}
	memory := compileJob(t, nestedTable+body)
	disk := compileJob(t, "SET 'state.backend' = 'disk';\n"+nestedTable+body)
	one := []string{"--set", "t.source.split-size=16mb"} // one reader: rows arrive in the order of the file
	for _, run := range []struct {
		job   job
		flags []string
	}{
		{memory, []string{"--partitions", "1"}},
		{memory, append([]string{"--partitions", "3", "--batch-size", "64"}, one...)},
		{memory, append([]string{"--partitions", "2", "--batch-size", "1"}, one...)},
		{disk, append([]string{"--partitions", "2", "--state-memory", "64kb", "--state-dir", "cold"}, one...)},
	} {
		dir := n.write(t)
		run.job.inDir(t, dir, run.flags...)
		for name, want := range want {
			compareNestedResults(t, fmt.Sprint(name, run.flags), readNested(t, filepath.Join(dir, name+".jsonl"), keys[name]...), want)
		}
	}
}

// sessionsOf are the rows of each session, by the key and the session's start. Rows are in the order of time.
func sessionsOf(rows []map[string]any, gap int64) map[string][]map[string]any {
	type session struct {
		start string
		last  int64
	}
	open, sessions := map[string]*session{}, map[string][]map[string]any{}
	for i, row := range rows {
		key := keyOf(row)
		if s := open[key]; s == nil || int64(i) >= s.last+gap {
			open[key] = &session{start: row["ts"].(string)}
		}
		open[key].last = int64(i)
		of := key + "/" + open[key].start
		sessions[of] = append(sessions[of], row)
	}
	return sessions
}

// Groups that change take nested values back: what is left is what their definitions say of the last rows of the inner groups.
func TestAggregatesOfNestedValuesThatChange(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 6))
	n := makeNestedAggregates(t, r, false)
	const inner = `(SELECT g, LAST_VALUE(k) AS k, LAST_VALUE(id) AS id, LAST_VALUE(v) AS v, LAST_VALUE(label) AS label, LAST_VALUE(tags) AS tags, LAST_VALUE(grid) AS grid,
  LAST_VALUE(limits) AS limits, LAST_VALUE(place) AS place, LAST_VALUE(doc) AS doc FROM t WHERE id % 5 <> 0 GROUP BY g EMIT CHANGES) AS q`
	few := nestedResults()
	all := append(nestedResults(), toldResults()...)
	body := insertNested("few", "k INT", "k", inner+" GROUP BY k EMIT CHANGES", ", 'changelog.column' = 'op'", few) +
		insertNested("all", "k INT", "k", inner+" GROUP BY k EMIT CHANGES", ", 'changelog.column' = 'op'", all) +
		insertNested("final", "k INT", "k", inner+" GROUP BY k EMIT FINAL", "", few)
	last := map[any]int{}
	for id, row := range n.records {
		if id%5 != 0 {
			last[row["g"]] = id
		}
	}
	var rows []map[string]any
	for _, id := range slices.Sorted(maps.Values(last)) { // a group's row comes anew with each of its changes
		rows = append(rows, n.records[id])
	}
	groups := dealt(rows, func(row map[string]any) []string { return []string{keyOf(row)} })
	memory := compileJob(t, nestedTable+body)
	disk := compileJob(t, "SET 'state.backend' = 'disk';\n"+nestedTable+body)
	for _, run := range []struct {
		job   job
		alone bool
		flags []string
	}{
		{memory, true, []string{"--partitions", "1", "--batch-size", "5"}},
		{memory, false, []string{"--partitions", "3", "--set", "t.source.split-size=16mb"}},
		{disk, true, []string{"--partitions", "1", "--state-memory", "64kb", "--state-dir", "cold"}},
	} {
		dir := n.write(t)
		run.job.inDir(t, dir, run.flags...)
		for _, name := range []string{"few", "all", "final"} {
			results := few
			if name == "all" && run.alone { // else groups of several partitions change at once
				results = all
			}
			compareNestedResults(t, fmt.Sprint(name, run.flags), readNested(t, filepath.Join(dir, name+".jsonl"), "k"), wantNested(groups, results))
		}
	}
}
