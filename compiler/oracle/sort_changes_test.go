package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ORDER BY and LIMIT over groups that are emitted with every change are those over what the groups come to.
func TestOrderOfChanges(t *testing.T) {
	pg, c := startPostgres(t), newChanging(40, 400)
	const inner = "SELECT u, k, COUNT(*) AS n, SUM(w) AS s FROM t GROUP BY u, k"
	queries := []struct{ weir, pg string }{
		{"SELECT u, k, COUNT(*) AS n FROM t GROUP BY u, k ORDER BY n DESC, u, k EMIT CHANGES", ""},
		{"SELECT u, SUM(w) AS s FROM t GROUP BY u HAVING SUM(w) > 0 ORDER BY s DESC, u LIMIT 7 OFFSET 2 EMIT CHANGES", ""},
		{"SELECT u, s FROM (" + inner + " EMIT CHANGES) AS q ORDER BY s, u, k", "SELECT u, s FROM (" + inner + ") AS q ORDER BY s, u, k"},
		{"SELECT u, s FROM v WHERE n > 1 ORDER BY s, u, k LIMIT 20", "SELECT u, s FROM (" + inner + ") AS q WHERE n > 1 ORDER BY s, u, k LIMIT 20"},
		{"SELECT n, COUNT(*) AS c FROM v GROUP BY n ORDER BY c DESC, n EMIT CHANGES", "SELECT n, COUNT(*) AS c FROM (" + inner + ") AS q GROUP BY n ORDER BY c DESC, n"},
		{"SELECT DISTINCT n FROM v ORDER BY n", "SELECT DISTINCT n FROM (" + inner + ") AS q ORDER BY n"},
	}
	sql := changingTable + "CREATE VIEW v AS " + inner + " EMIT CHANGES;\n" +
		"CREATE TABLE changes WITH ('connector' = 'file', 'path' = 'changes.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS SELECT * FROM v;\n"
	script := "SET client_min_messages = error; DROP TABLE IF EXISTS t; CREATE TABLE t (u INT NOT NULL, k INT, w INT);\n"
	for _, row := range c.rows {
		script += fmt.Sprintf("INSERT INTO t VALUES (%d, %d, %d);\n", row.user, row.k, row.w)
	}
	for i, q := range queries {
		sql += fmt.Sprintf("CREATE TABLE o%d WITH ('connector' = 'file', 'path' = 'o%[1]d.csv', 'format' = 'csv') AS %s;\n", i, q.weir)
		if q.pg == "" {
			q.pg = strings.TrimSuffix(q.weir, " EMIT CHANGES")
		}
		script += fmt.Sprintf("COPY (SELECT %d, q::text FROM (%s) AS q) TO STDOUT (FORMAT csv);\n", i, q.pg)
	}
	want := make([]string, len(queries))
	for _, record := range pg.query(t, script) {
		var i int
		fmt.Sscan(record[0], &i)
		want[i] += strings.Trim(record[1], "()") + "\n"
	}
	job := compileJob(t, sql)
	for _, partitions := range []string{"1", "3"} {
		dir := c.write(t)
		job.inDir(t, dir, "--partitions", partitions, "--batch-size", fmt.Sprint(1+c.random.IntN(50)))
		for i, q := range queries {
			got, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("o%d.csv", i)))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want[i] {
				t.Errorf("seed %d, %s partitions: %s\n%s\nwant\n%s", c.seed, partitions, q.weir, got, want[i])
			}
		}
		// The view's changes are still written where they are asked for.
		changes, err := os.ReadFile(filepath.Join(dir, "changes.jsonl"))
		if lines := strings.Count(string(changes), "\n"); err != nil || lines != len(c.rows) {
			t.Errorf("%d changes for %d rows: %v", lines, len(c.rows), err)
		}
	}
}
