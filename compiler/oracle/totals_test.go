package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A query without GROUP BY has a row even of no rows, and so has each set () of a GROUPING SETS, once, whichever of the partitions has it:
// over no input, behind filters that keep nothing, and above groups that are all taken back.
func TestTotalsOfNoRows(t *testing.T) {
	queries := []lawQuery{
		{sql: plain("SELECT COUNT(*) AS n, SUM(v) AS s, MAX(a) AS m FROM t")},
		{sql: plain("SELECT COUNT(*) AS n FROM t WHERE FALSE")},
		{sql: plain("SELECT COUNT(*) AS n FROM t HAVING COUNT(*) > 1")},
		{keys: []string{"g", "a", "b"}, sql: plain("SELECT a, b, COUNT(*) AS n, SUM(v) AS s, GROUPING(a, b) AS g FROM t GROUP BY CUBE (a, b)")},
		{keys: []string{"g", "a"}, sql: plain("SELECT a, COUNT(*) AS n, MIN(b) AS m, COUNT(DISTINCT v) AS d, GROUPING(a) AS g FROM t WHERE v > 20 GROUP BY ROLLUP (a)")},
		{keys: []string{"g", "a"}, sql: plain("SELECT a, AVG(v) AS s, GROUPING(a) AS g FROM t WHERE FALSE GROUP BY ROLLUP (a)")},
		{keys: []string{"a"}, sql: plain("SELECT a, COUNT(*) AS n FROM t GROUP BY ROLLUP (a) HAVING a IS NULL")},
		{keys: []string{"a"}, sql: plain("SELECT a FROM t WHERE v > 5 GROUP BY ROLLUP (a)")},
		{sql: plain("SELECT COUNT(*) AS n, SUM(v) AS s FROM t WHERE v > 20 GROUP BY GROUPING SETS (())")},
		{keys: []string{"g", "n"}, sql: plain("SELECT n, COUNT(*) AS c, SUM(n) AS s, GROUPING(n) AS g FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a HAVING COUNT(*) < 2) AS q GROUP BY ROLLUP (n)")},
		{keys: []string{"g", "n"}, sql: plain("SELECT n, COUNT(*) AS c, GROUPING(n) AS g FROM (SELECT a, COUNT(*) AS n FROM t GROUP BY a) AS q WHERE n > 100 GROUP BY ROLLUP (n)")},
		{keys: []string{"g"}, sql: plain("SELECT g, COUNT(*) AS c FROM (SELECT a, GROUPING(a) AS g FROM t GROUP BY ROLLUP (a)) AS q GROUP BY g")},
	}
	sinks := strings.Builder{}
	sinks.WriteString("CREATE TABLE t (a VARCHAR, b INT, v BIGINT) WITH ('connector' = 'file', 'path' = 't.jsonl', 'format' = 'json');\n")
	var asked []lawQuery
	for _, changes := range []bool{false, true} {
		for _, q := range queries {
			q.changes = changes
			emit := " EMIT FINAL"
			if changes {
				emit = " EMIT CHANGES"
			}
			if strings.HasPrefix(q.weir, "SELECT a FROM") {
				emit, q.changes = "", false // it has no aggregate
			}
			fmt.Fprintf(&sinks, "CREATE TABLE o%d WITH ('connector' = 'file', 'path' = '%s', 'format' = 'json', 'changelog.column' = 'op') AS %s%s;\n", len(asked), q.file(len(asked)), q.weir, emit)
			asked = append(asked, q)
		}
	}
	job, l := compileJob(t, sinks.String()), law{pg: startPostgres(t), queries: asked}
	const row = `{"a":%q,"b":%d,"v":%d}` + "\n"
	for name, data := range map[string][][3]any{"none": {}, "few": {{"x", 1, 3}, {"x", 2, 4}}, "some": {{"x", 1, 3}, {"y", 1, 40}, {"y", 2, 30}}} {
		input, script := "", "SET client_min_messages = error; DROP TABLE IF EXISTS t; CREATE TABLE t (a TEXT, b INT, v BIGINT);\n"
		for _, r := range data {
			input += fmt.Sprintf(row, r[:]...)
			script += fmt.Sprintf("INSERT INTO t VALUES ('%v', %v, %v);\n", r[:]...)
		}
		expected := l.ask(t, script)
		for _, partitions := range []string{"1", "2", "5"} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "t.jsonl"), []byte(input), 0o666); err != nil {
				t.Fatal(err)
			}
			job.inDir(t, dir, "--partitions", partitions)
			for k, q := range asked {
				got, err := readResult(filepath.Join(dir, q.file(k)), q, false)
				if err == nil {
					err = q.compare(got, expected[k])
				}
				if err != nil {
					t.Errorf("%s rows, %s partitions, changes %v: %s\n%v", name, partitions, q.changes, q.weir, err)
				}
			}
		}
	}
}
