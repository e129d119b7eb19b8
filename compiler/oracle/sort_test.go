package oracle

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sortColumns are of each type that rows are sorted by, with PostgreSQL's name of it and a maker of values: their text in SQL.
var sortColumns = []struct {
	name, weir, postgres string
	value                func(r *rand.Rand) string
}{
	{"flag", "BOOLEAN", "boolean", func(r *rand.Rand) string { return fmt.Sprint(r.IntN(2) == 0) }},
	{"data", "BYTES", "bytea", func(r *rand.Rand) string {
		data := make([]byte, r.IntN(4))
		for i := range data {
			data[i] = []byte{0, 1, 0x7f, 0x80, 0xff}[r.IntN(5)]
		}
		return fmt.Sprintf(`\x%x`, data)
	}},
	{"id128", "UUID", "uuid", func(r *rand.Rand) string {
		return fmt.Sprintf("%02x000000-0000-0000-0000-0000000000%02x", r.IntN(3)*0x7f, r.IntN(3)*0x7f)
	}},
	{"span", "INTERVAL", "interval", func(r *rand.Rand) string {
		return fmt.Sprintf("%d mons %d days %d hours", r.IntN(3)-1, r.IntN(60)-30, r.IntN(60)-30)
	}},
	{"wide", "DECIMAL(30, 2)", "numeric(30, 2)", func(r *rand.Rand) string {
		return fmt.Sprintf("%d00000000000000000%d.%02d", []int{-3, -2, 1, 2}[r.IntN(4)], r.IntN(3), r.IntN(3))
	}},
	{"real8", "DOUBLE", "double precision", func(r *rand.Rand) string {
		return []string{"-Infinity", "-1.5", "0", "2.25", "Infinity", "NaN"}[r.IntN(6)]
	}},
	{"word", "STRING", "text", func(r *rand.Rand) string {
		return []string{"", "a", "ab", "Z", "ä", "a b"}[r.IntN(6)]
	}},
	{"born", "DATE", "date", func(r *rand.Rand) string { return fmt.Sprintf("19%02d-01-0%d", 60+r.IntN(20), 1+r.IntN(3)) }},
	{"clock", "TIME(3)", "time(3)", func(r *rand.Rand) string { return fmt.Sprintf("0%d:00:0%d.5", r.IntN(3), r.IntN(3)) }},
}

// Rows are sorted as PostgreSQL sorts them, by each type, in ORDER BY and in OVER, whatever the partition's key is.
func TestOrderAgreesWithPostgres(t *testing.T) {
	pg := startPostgres(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	const n = 300
	var job, script, lines strings.Builder
	declare := func(kind func(i int) string) string {
		var columns []string
		for i, c := range sortColumns {
			columns = append(columns, c.name+" "+kind(i))
		}
		return "CREATE TABLE t (id INT NOT NULL, " + strings.Join(columns, ", ") + ")"
	}
	job.WriteString(declare(func(i int) string { return sortColumns[i].weir }) +
		" WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n")
	script.WriteString("SET client_min_messages = warning;\n" + declare(func(i int) string { return sortColumns[i].postgres }) + ";\n")
	for id := range n {
		record, values := map[string]any{"id": id}, []string{fmt.Sprint(id)}
		for _, c := range sortColumns {
			if r.IntN(8) == 0 {
				record[c.name] = nil
				values = append(values, "NULL")
				continue
			}
			text := c.value(r)
			record[c.name] = jsonOf(c.weir, text)
			values = append(values, "'"+text+"'")
		}
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
		fmt.Fprintf(&script, "INSERT INTO t VALUES (%s);\n", strings.Join(values, ", "))
	}
	var queries []string
	for i, c := range sortColumns {
		direction := []string{"", " DESC", " NULLS FIRST", " DESC NULLS LAST"}[r.IntN(4)]
		other := sortColumns[(i+1)%len(sortColumns)]
		queries = append(queries,
			fmt.Sprintf("SELECT id FROM t ORDER BY %s%s, id", c.name, direction),
			fmt.Sprintf("SELECT id FROM t ORDER BY %s DESC, %s, id LIMIT 20 OFFSET 3", c.name, other.name))
		if key := other.name; key != "span" { // an INTERVAL is no key
			queries = append(queries, fmt.Sprintf("SELECT id * 1000 + RANK() OVER (PARTITION BY %s ORDER BY %s%s) AS id FROM t", key, c.name, direction))
		}
	}
	script.WriteString("COPY (SELECT * FROM (VALUES (0, 0, 0)) AS none(q, place, id) WHERE false")
	for k, q := range queries {
		fmt.Fprintf(&job, "CREATE TABLE o%d (id BIGINT) WITH ('connector' = 'file', 'path' = 'o%d.csv', 'format' = 'csv');\nINSERT INTO o%d %s;\n", k, k, k, q)
		fmt.Fprintf(&script, " UNION ALL SELECT %d, row_number() OVER (), id FROM (%s) AS q%d", k, q, k)
	}
	script.WriteString(" ORDER BY 1, 2) TO STDOUT (FORMAT csv);\n")
	want := make([][]string, len(queries))
	for _, row := range pg.query(t, script.String()) {
		var k int
		fmt.Sscan(row[0], &k)
		want[k] = append(want[k], row[2])
	}
	compiled := compileJob(t, job.String())
	for _, partitions := range []string{"1", "3"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(lines.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		compiled.inDir(t, dir, "--partitions", partitions)
		for k, q := range queries {
			got := idsOf(t, filepath.Join(dir, fmt.Sprintf("o%d.csv", k)))
			if strings.Contains(q, "OVER") { // rows of several partitions come in any order
				slices.Sort(got)
				slices.Sort(want[k])
			}
			if !slices.Equal(got, want[k]) {
				t.Errorf("%s partitions: %s\ngot  %v\nwant %v", partitions, q, got, want[k])
			}
		}
	}
}

// jsonOf is the JSON form of a value.
func jsonOf(kind, text string) any {
	switch kind {
	case "BOOLEAN":
		return text == "true"
	case "BYTES":
		var data []byte
		fmt.Sscanf(text, `\x%x`, &data)
		return base64.StdEncoding.EncodeToString(data)
	case "DOUBLE":
		if strings.ContainsAny(text, "aI") {
			return text
		}
		return json.Number(text)
	case "DECIMAL(30, 2)":
		return json.Number(text)
	}
	return text
}

func idsOf(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range rows {
		ids = append(ids, row[0])
	}
	return ids
}
