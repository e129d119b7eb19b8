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

// changing is a job over groups that change, and the rows that it reads: users, each with a few.
type changing struct {
	random *rand.Rand
	seed   uint64
	users  int
	rows   []changingRow
}

type changingRow struct{ user, k, w int }

func newChanging(users, rows int) *changing {
	c := &changing{seed: uint64(time.Now().UnixNano()), users: users}
	c.random = rand.New(rand.NewPCG(c.seed, 1))
	for range rows {
		c.rows = append(c.rows, changingRow{c.random.IntN(users), c.random.IntN(6), c.random.IntN(30) - 10})
	}
	return c
}

// write writes the rows into a directory for the job.
func (c *changing) write(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var text strings.Builder
	for _, row := range c.rows {
		fmt.Fprintf(&text, "{\"u\":%d,\"k\":%d,\"w\":%d}\n", row.user, row.k, row.w)
	}
	if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

const changingTable = "CREATE TABLE t (u INT NOT NULL, k INT, w INT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');\n"

// Every aggregate that can take rows back gives what PostgreSQL gives of those that are left.
func TestAggregatesOverGroupsThatChange(t *testing.T) {
	pg := startPostgres(t)
	inner := "(SELECT u, MAX(k) AS g, SUM(w) AS w, MIN(CAST(w AS %s)) AS s, AVG(w) AS a, NULLIF(COUNT(*), 3) AS n FROM t GROUP BY u) AS q"
	calls := []sql{
		plain("COUNT(*)"), plain("COUNT(n)"), plain("SUM(n)"), plain("MIN(s)"), plain("MAX(s)"), plain("MIN(w)"), plain("MAX(n)"),
		plain("COUNT(DISTINCT s)"), plain("SUM(DISTINCT n)"), plain("COUNT(DISTINCT n) FILTER (WHERE w > 0)"), plain("BOOL_AND(w > 0)"), plain("BOOL_OR(n > 3)"),
		both("SUM(a)", "SUM(CAST(a AS double precision))"), both("AVG(a)", "AVG(CAST(a AS double precision))"),
		both("MEDIAN(w)", "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(w AS double precision))"),
		both("PERCENTILE_CONT(w, 0.3)", "PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY CAST(w AS double precision))"),
		both("PERCENTILE_DISC(n, 0.7)", "PERCENTILE_DISC(0.7) WITHIN GROUP (ORDER BY n)"),
		plain("VAR_POP(w)"), plain("VAR_SAMP(n)"), plain("STDDEV_POP(n)"), plain("STDDEV_SAMP(w)"),
		plain("COVAR_POP(w, n)"), plain("COVAR_SAMP(w, n)"), plain("CORR(w, n)"), plain("REGR_SLOPE(w, n)"), plain("REGR_INTERCEPT(w, n)"),
		plain("REGR_R2(w, n)"), plain("REGR_COUNT(w, n)"),
		both("ARG_MIN(s, w)", "(ARRAY_AGG(s ORDER BY w, s))[1]"), both("ARG_MAX(n, w)", "(ARRAY_AGG(n ORDER BY w DESC, n DESC) FILTER (WHERE n IS NOT NULL))[1]"),
		plain("MODE() WITHIN GROUP (ORDER BY n)"), plain("MODE() WITHIN GROUP (ORDER BY s)"),
		plain("MODE() WITHIN GROUP (ORDER BY n DESC)"), plain("MODE() WITHIN GROUP (ORDER BY s DESC)"),
		both("PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY w DESC)", "PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY CAST(w AS double precision) DESC)"),
		plain("PERCENTILE_DISC(0.7) WITHIN GROUP (ORDER BY n DESC)"), plain("PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY s DESC)"),
		both("LENGTH(STRING_AGG(s, ', '))", "LENGTH(STRING_AGG(s, ', '))"),
		both("FIRST_VALUE(s) IS NULL", "FALSE"), both("LAST_VALUE(n) IS NULL AND COUNT(n) = COUNT(*)", "FALSE"),
		both("CARDINALITY(ARRAY_AGG(n))", "CARDINALITY(ARRAY_AGG(n))"), both("CARDINALITY(ARRAY_AGG(DISTINCT n))", "CARDINALITY(ARRAY_AGG(DISTINCT n))"),
	}
	queries := []lawQuery{
		{keys: []string{"g"}, sql: f("SELECT g, %s FROM "+inner+" GROUP BY g", named(calls), both("STRING", "TEXT"))},
		{sql: f("SELECT %s FROM "+inner, named(calls), both("STRING", "TEXT"))},
		{keys: []string{"n"}, sql: plain("SELECT DISTINCT n FROM (SELECT u, COUNT(*) AS n FROM t GROUP BY u) AS q")},
		{keys: []string{"n", "g"}, sql: plain("SELECT n, GROUPING(k) AS g, COUNT(*) AS c, SUM(k) AS s FROM (SELECT u, MAX(k) AS k, COUNT(*) AS n FROM t GROUP BY u) AS q GROUP BY GROUPING SETS ((n), (n, k)) HAVING GROUPING(k) = 1")},
		{keys: []string{"c"}, sql: plain("SELECT c, COUNT(*) AS m FROM (SELECT n, COUNT(*) AS c FROM (SELECT u, COUNT(*) AS n FROM t GROUP BY u UNION ALL SELECT k, 1 FROM t WHERE k > 1 UNION ALL SELECT k, MAX(w) FROM t GROUP BY k) AS q GROUP BY n HAVING COUNT(*) < 9) AS r GROUP BY c")},
	}
	var job strings.Builder
	job.WriteString(changingTable)
	for k := range queries {
		queries[k].changes, queries[k].inexact = true, map[string]bool{}
		for i := range calls {
			queries[k].inexact[fmt.Sprint("c", i)] = true
		}
		fmt.Fprintf(&job, "CREATE TABLE o%d WITH ('connector' = 'file', 'path' = '%s', 'format' = 'json', 'changelog.column' = 'op') AS %s;\n", k, queries[k].file(k), queries[k].weir)
	}
	compiled := compileJob(t, job.String())
	for range 3 {
		c := newChanging(40, 300)
		script := "SET client_min_messages = error; DROP TABLE IF EXISTS t; CREATE TABLE t (u INT NOT NULL, k INT, w INT);\n"
		for _, row := range c.rows {
			script += fmt.Sprintf("INSERT INTO t VALUES (%d, %d, %d);\n", row.user, row.k, row.w)
		}
		l := law{pg: pg, queries: queries}
		expected := l.ask(t, script)
		for _, partitions := range []string{"1", "3"} {
			dir := c.write(t)
			compiled.inDir(t, dir, "--partitions", partitions, "--batch-size", fmt.Sprint(1+c.random.IntN(50)))
			for k, q := range queries {
				got, err := readResult(filepath.Join(dir, q.file(k)), q, false)
				if err == nil {
					err = q.compare(got, expected[k])
				}
				if err != nil {
					t.Errorf("seed %d, %s partitions: %s\n%v", c.seed, partitions, q.weir, err)
				}
			}
		}
	}
}

// named are calls with the names c0, c1, ….
func named(calls []sql) sql {
	list := make([]sql, len(calls))
	for i, call := range calls {
		list[i] = f("%s AS "+fmt.Sprint("c", i), call)
	}
	return join(list)
}

// A result that fails is missing where it fails and nowhere else: groups above go on with what they had of it.
func TestFailedResultsOfGroupsThatChange(t *testing.T) {
	job := compileJob(t, `SET 'on-error' = 'skip';
`+changingTable+`
CREATE VIEW v AS SELECT u, COUNT(*) AS n, SUM(w) AS w FROM t GROUP BY u EMIT CHANGES;
CREATE TABLE o0 WITH ('connector' = 'file', 'path' = 'out0.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT n, COUNT(*) AS c, 6 / (COUNT(*) - 2) AS x FROM v GROUP BY n;
CREATE TABLE o1 WITH ('connector' = 'file', 'path' = 'out1.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT ABS(w % 3) AS n, COUNT(*) AS c, 6 / (COUNT(*) - 2) AS x FROM v GROUP BY ABS(w % 3);`)
	for range 6 {
		c := newChanging(3+rand.IntN(12), 40)
		counts, sums := map[int]int{}, map[int]int{}
		for _, row := range c.rows {
			counts[row.user]++
			sums[row.user] += row.w
		}
		expected := [2]map[string]int{{}, {}}
		for user, n := range counts {
			expected[0][fmt.Sprint(n)]++
			expected[1][fmt.Sprint(max(sums[user]%3, -(sums[user]%3)))]++
		}
		for _, partitions := range []string{"1", "2", "5"} {
			dir := c.write(t)
			job.inDir(t, dir, "--partitions", partitions, "--batch-size", fmt.Sprint(1+c.random.IntN(9)))
			for k, counts := range expected {
				q := lawQuery{keys: []string{"n"}, changes: true}
				got, err := readResult(filepath.Join(dir, q.file(k)), q, false)
				if err != nil {
					t.Fatalf("seed %d, %s partitions: %v", c.seed, partitions, err)
				}
				for key, row := range got {
					if n := fmt.Sprint(row["n"]); counts[n] != 2 && fmt.Sprint(row["c"]) != fmt.Sprint(counts[n]) {
						t.Errorf("seed %d, %s partitions, table %d, %s: %v, want %d", c.seed, partitions, k, key, row, counts[n])
					}
				}
				for n, count := range counts {
					if row := got[resultRow{"n": json.Number(n)}.key(q.keys)]; count != 2 && row == nil {
						t.Errorf("seed %d, %s partitions, table %d: no row of %s", c.seed, partitions, k, n)
					}
				}
			}
		}
	}
}
