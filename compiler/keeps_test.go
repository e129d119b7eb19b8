package compiler

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/runtime/evolution"
)

const keepsTables = `CREATE TABLE t (k VARCHAR(8) NOT NULL, g INT NOT NULL, v INT, d DECIMAL(8,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'file', 'path' = 't.jsonl', 'format' = 'json');
`

func keeps(t *testing.T, sql string) *evolution.Schema {
	t.Helper()
	if !strings.Contains(sql, "TABLE t ") {
		sql = keepsTables + sql
	}
	result, diags := Compile(t.Context(), Source{Name: "job.sql", Text: sql}, Options{})
	if diags.HasErrors() {
		t.Fatal(diag.NewSource("job.sql", sql).FormatList(diags))
	}
	made, err := result.Keeps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// An edit, and what becomes of the state of the first query. because is part of a reason.
func TestEdits(t *testing.T) {
	const groups = "SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL"
	const windows = "SELECT k, window_start, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' MINUTE)"
	const frames = "SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS 9 PRECEDING) AS s FROM t"
	wider := func(from, to string) string { return strings.Replace(keepsTables, from, to, 1) }
	for _, c := range []struct {
		name, old, new string
		verdict        evolution.Verdict
		because        string
	}{
		{"nothing", groups, groups, evolution.Kept, ""},
		{"layout and aliases", groups, "select\n\tx.k as name, count(*) many,\n\tSUM(x.v) total from t as x where x.g > 1 and x.v < 9 group by x.k emit final", evolution.Kept, ""},
		{"order of conditions", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE v < 9 AND g > 1 GROUP BY k EMIT FINAL", evolution.Kept, ""},
		{"conditions of an inner query", groups, "SELECT k, COUNT(*), SUM(v) FROM (SELECT * FROM t WHERE v < 9) AS q WHERE g > 1 GROUP BY k EMIT FINAL", evolution.Kept, ""},
		{"a view", groups, "CREATE VIEW w AS SELECT v AS a, k AS b FROM t WHERE g > 1 AND v < 9; SELECT b, COUNT(*), SUM(a) FROM w GROUP BY b EMIT FINAL", evolution.Kept, ""},
		{"a condition behind", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k HAVING SUM(v) > 3 EMIT FINAL", evolution.Kept, ""},
		{"another query", groups, "SELECT g, MAX(v) FROM t GROUP BY g; " + groups, evolution.Kept, ""},
		{"a condition before", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 10 GROUP BY k EMIT FINAL", evolution.Lost, "v < 10 stands before it now"},
		{"a condition less", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE g > 1 GROUP BY k EMIT FINAL", evolution.Lost, "v < 9 stands before it no longer"},
		{"a condition on the key", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k HAVING k > 'a' EMIT FINAL", evolution.Lost, "k > 'a' stands before it now"},
		{"a key more", groups, "SELECT k, g, COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k, g EMIT FINAL", evolution.Lost, "its key was k and is k and g"},
		{"another key", groups, "SELECT UPPER(k), COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY UPPER(k) EMIT FINAL", evolution.Lost, "its key was k"},
		{"emitted otherwise", groups, "SELECT k, COUNT(*), SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT CHANGES", evolution.Lost, "it emits changes, and emitted final"},
		{"gone", groups, "SELECT k, v FROM t", evolution.Lost, "nothing in the SQL keeps it any longer"},
		{"an aggregate more", groups, "SELECT k, COUNT(*), SUM(v), MAX(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Migrated, "MAX(v) begins empty"},
		{"one that can't be NULL", groups, "SELECT k, COUNT(*), SUM(v), MAX(g) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Lost, "MAX(g) can't begin empty"},
		{"an aggregate of the same", groups, "SELECT k, COUNT(*), AVG(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Migrated, "AVG(v) goes on with what SUM(v) kept"},
		{"of other rows", groups, "SELECT k, COUNT(*), AVG(v) FILTER (WHERE g > 3) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Migrated, "begins empty"},
		{"of different values", groups, "SELECT k, COUNT(*), SUM(DISTINCT v) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Migrated, "SUM(v) is dropped"},
		{"an aggregate less", groups, "SELECT k, SUM(v) FROM t WHERE g > 1 AND v < 9 GROUP BY k EMIT FINAL", evolution.Migrated, "COUNT(*) is dropped"},
		{"a wider argument", groups, wider("v INT", "v BIGINT") + groups, evolution.Migrated, "SUM(v) was of INT and is of BIGINT"},
		{"a narrower one", wider("v INT", "v BIGINT") + groups, groups, evolution.Lost, "what SUM(v) added up of BIGINT can't be gone on with"},
		{"a DOUBLE", groups, wider("v INT", "v DOUBLE") + groups, evolution.Lost, ""},
		{"a longer key", groups, wider("VARCHAR(8)", "VARCHAR") + groups, evolution.Migrated, "k was VARCHAR(8) NOT NULL and is VARCHAR NOT NULL"},
		{"a key with NULL", groups, wider("VARCHAR(8) NOT NULL", "VARCHAR(8)") + groups, evolution.Migrated, "k was VARCHAR(8) NOT NULL and is VARCHAR(8)"},
		{"more digits", "SELECT d, SUM(d) AS s FROM t GROUP BY d EMIT FINAL", wider("(8,2)", "(12,2)") + "SELECT d, SUM(d) AS s FROM t GROUP BY d EMIT FINAL", evolution.Migrated, "d was DECIMAL(8,2) and is DECIMAL(12,2)"},
		{"too many digits", "SELECT d, COUNT(*) AS s FROM t GROUP BY d EMIT FINAL", wider("(8,2)", "(20,2)") + "SELECT d, COUNT(*) AS s FROM t GROUP BY d EMIT FINAL", evolution.Lost, "d of its key was DECIMAL(8,2) and is DECIMAL(20,2)"},
		{"another watermark", windows, wider("'5' SECOND", "'9' SECOND") + windows, evolution.Kept, ""},
		{"a longer window", windows, strings.Replace(windows, "MINUTE", "HOUR", 1), evolution.Lost, "its window is another"},
		{"a window function", windows, "SELECT k, TUMBLE_START(ts, INTERVAL '1' MINUTE), COUNT(*) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '1' MINUTE)", evolution.Kept, ""},
		{"late rows", windows, "SET 'window.allowed-lateness' = '1 min'; " + windows, evolution.Kept, ""},
		{"another time zone", windows, "SET 'table.local-time-zone' = 'Europe/Paris'; " + windows, evolution.Lost, "other rows reach it"},
		{"another strategy", windows, "SET 'exchange.strategy' = 'hash'; " + windows, evolution.Kept, ""},
		{"a time to live", "SELECT k, COUNT(*) AS n FROM t GROUP BY k", "SET 'state.ttl' = '1 d'; SELECT k, COUNT(*) AS n FROM t GROUP BY k", evolution.Migrated, "its keys live as if rows had reached them at the start"},
		{"a longer one", "SET 'state.ttl' = '1 d'; SELECT k, COUNT(*) AS n FROM t GROUP BY k", "SET 'state.ttl' = '2 d'; SELECT k, COUNT(*) AS n FROM t GROUP BY k", evolution.Kept, ""},
		{"frames, written otherwise", frames, "SELECT name, total + 1 FROM (SELECT k AS name, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS total FROM t) AS q", evolution.Kept, ""},
		{"longer frames", frames, strings.Replace(frames, "9 PRE", "10 PRE", 1), evolution.Lost, "it keeps rows, of other columns or for other frames"},
		{"frames in another order", frames, strings.Replace(frames, "ORDER BY ts", "ORDER BY ts, g", 1), evolution.Lost, "its order is another"},
		{"an order", "SELECT k, v FROM t ORDER BY v LIMIT 3", "SELECT x.k AS a, x.v AS b FROM t AS x ORDER BY b LIMIT 3", evolution.Kept, ""},
		{"another limit", "SELECT k, v FROM t ORDER BY v LIMIT 3", "SELECT k, v FROM t ORDER BY v LIMIT 4", evolution.Lost, "it keeps rows"},
		{"arms of UNION ALL", "SELECT k, COUNT(*) AS n FROM (SELECT k FROM t WHERE g = 1 UNION ALL SELECT k FROM t WHERE g = 2) AS u GROUP BY k EMIT FINAL",
			"SELECT k, COUNT(*) AS n FROM (SELECT k FROM t WHERE g = 2 UNION ALL SELECT k FROM t WHERE g = 1) AS u GROUP BY k EMIT FINAL", evolution.Kept, ""},
		{"other arms", "SELECT k, COUNT(*) AS n FROM (SELECT k FROM t WHERE g = 1 UNION ALL SELECT k FROM t WHERE g = 2) AS u GROUP BY k EMIT FINAL",
			"SELECT k, COUNT(*) AS n FROM (SELECT k FROM t WHERE g = 1 UNION ALL SELECT k FROM t WHERE g = 3) AS u GROUP BY k EMIT FINAL", evolution.Lost, ""},
		{"a key in another order", "SELECT k, g, COUNT(*) AS n FROM t GROUP BY k, g EMIT FINAL", "SELECT k, g, COUNT(*) AS n FROM t GROUP BY g, k EMIT FINAL", evolution.Kept, ""},
		{"an inner one", "SELECT n, COUNT(*) AS m FROM (SELECT k, g, COUNT(*) AS n FROM t GROUP BY k, g) AS q GROUP BY n EMIT FINAL",
			"SELECT n, COUNT(*) AS m FROM (SELECT k, g, COUNT(*) AS n FROM t GROUP BY g, k) AS q GROUP BY n EMIT FINAL", evolution.Kept, ""},
		{"one in another order and wider", "SELECT k, g, COUNT(*) AS n FROM t GROUP BY k, g EMIT FINAL",
			wider("g INT", "g BIGINT") + "SELECT k, g, COUNT(*) AS n FROM t GROUP BY g, k EMIT FINAL", evolution.Migrated, "g was INT"},
		{"one of arms that change places", "SELECT a, b, COUNT(*) AS n FROM (SELECT g AS a, v AS b FROM t UNION ALL SELECT g, v FROM t WHERE d > 1) AS u GROUP BY a, b EMIT FINAL",
			"SELECT a, b, COUNT(*) AS n FROM (SELECT g AS a, v AS b FROM t UNION ALL SELECT g, v FROM t WHERE d > 1) AS u GROUP BY b, a EMIT FINAL", evolution.Kept, ""},
		{"one of which an arm changes places", "SELECT a, b, COUNT(*) AS n FROM (SELECT g AS a, v AS b FROM t UNION ALL SELECT g, v FROM t WHERE d > 1) AS u GROUP BY a, b EMIT FINAL",
			"SELECT a, b, COUNT(*) AS n FROM (SELECT g AS a, v AS b FROM t UNION ALL SELECT v, g FROM t WHERE d > 1) AS u GROUP BY a, b EMIT FINAL", evolution.Lost, ""},
		{"partitions in another order", "SELECT SUM(v) OVER (PARTITION BY k, g ORDER BY ts ROWS 9 PRECEDING) AS s FROM t",
			"SELECT SUM(v) OVER (PARTITION BY g, k ORDER BY ts ROWS 9 PRECEDING) AS s FROM t", evolution.Lost, "its key was k and g and is g and k"},
		{"integers in expressions", "SELECT g % 5 AS m, COUNT(*) AS n FROM t WHERE g + 1 > 3 GROUP BY g % 5 EMIT FINAL",
			wider("g INT", "g BIGINT") + "SELECT g % 5 AS m, COUNT(*) AS n FROM t WHERE g + 1 > 3 GROUP BY g % 5 EMIT FINAL", evolution.Migrated, "is BIGINT NOT NULL"},
		{"a division of integers that becomes one of DOUBLEs", "SELECT k, COUNT(*) AS n FROM t WHERE g / 2 > 3 GROUP BY k EMIT FINAL",
			wider("g INT", "g DOUBLE") + "SELECT k, COUNT(*) AS n FROM t WHERE g / 2 > 3 GROUP BY k EMIT FINAL", evolution.Lost, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			old, new := keeps(t, c.old), keeps(t, c.new)
			report := evolution.Compare(old, new)
			for _, item := range report.Items {
				if item.What != evolution.AnOperator || item.Verdict == evolution.New {
					continue
				}
				if item.Verdict != c.verdict || !strings.Contains(strings.Join(item.Reasons, "; "), c.because) {
					t.Errorf("%s, want %s: %s", item, c.verdict, c.because)
				}
				return
			}
			t.Error("no operator is there")
		})
	}
}
