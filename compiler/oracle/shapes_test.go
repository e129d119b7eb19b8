package oracle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// shapesTable has a column of each type that random expressions don't reach.
const shapesTable = `SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE t (
  i INT NOT NULL, n INT, s VARCHAR, b BYTES, u UUID, j JSON,
  a ARRAY<INT>, an ARRAY<INT NOT NULL> NOT NULL, sa ARRAY<VARCHAR>, m MAP<VARCHAR, INT>, mn MAP<VARCHAR, INT NOT NULL> NOT NULL,
  r ROW<x INT, y VARCHAR>, rn ROW<x INT NOT NULL, y ROW<z DOUBLE>> NOT NULL, w DECIMAL(30, 2), ts TIMESTAMP(3), lz TIMESTAMP_LTZ(3), ns TIMESTAMP(9)
) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
`

const shapesRecord = `{"i": 3, "n": null, "s": "b", "b": "d2Vpcg==", "u": "00112233-4455-6677-8899-aabbccddeeff", "j": {"k": [1, true]},` +
	` "a": [1, null, 3], "an": [5, 6], "sa": ["p", null, "q"], "m": {"x": 1, "y": null}, "mn": {"x": 1}, "r": {"x": null, "y": "why"},` +
	` "rn": {"x": 7, "y": {"z": 1.5}}, "w": 1234567890123456789.25, "ts": "2024-07-01 12:00:00.5", "lz": "2024-07-01 12:00:00.5Z", "ns": "2024-07-01 12:00:00.123456789"}` + "\n"

// Values worked out by hand, by the rules of PostgreSQL and Flink.
var shapes = []struct{ expression, want string }{
	{"n IN (1, 2)", "NULL"},
	{"i IN (1, NULL, 3)", "true"},
	{"i IN (1, NULL)", "NULL"},
	{"i NOT IN (1, NULL)", "NULL"},
	{"i IN (1, 2, 3, 4, 5, 6)", "true"},
	{"s NOT IN ('a', 'c', 'd', 'e', 'f', 'g')", "true"},
	{"i + 1 IN (n, 4)", "true"},
	{"w IN (1, 2, 3, 4, 5, 1234567890123456789.25)", "true"},
	{"b = X'77656972'", "true"},
	{"b < X'77656973'", "true"},
	{"b IS DISTINCT FROM X'77656972'", "false"},
	{"u = '00112233-4455-6677-8899-AABBCCDDEEFF'", "true"},
	{"u > '00112233-4455-6677-8899-aabbccddeefe'", "true"},
	{"INTERVAL '1' MONTH = INTERVAL '30' DAY", "true"},
	{"CASE w WHEN 1234567890123456789.25 THEN 'same' ELSE 'other' END", "same"},
	{"w = 1234567890123456789.25", "true"},
	{"(ts - ts) IS NOT DISTINCT FROM INTERVAL '0' DAY", "true"},
	{"a[1]", "1"}, {"a[2]", "NULL"}, {"a[9]", "NULL"}, {"an[2]", "6"}, {"a[n]", "NULL"}, {"an[i - 1]", "6"},
	{"m['x']", "1"}, {"m['y']", "NULL"}, {"m['z']", "NULL"}, {"mn['x'] + 1", "2"}, {"m[s]", "NULL"},
	{"r.x", "NULL"}, {"r.y", "why"}, {"rn.x + 1", "8"}, {"rn.y.z", "1.5"},
	{"CARDINALITY(a)", "3"}, {"CARDINALITY(m)", "2"},
	{"ARRAY_CONTAINS(a, 3)", "true"}, {"ARRAY_CONTAINS(an, 4)", "false"}, {"ARRAY_CONTAINS(a, n)", "NULL"},
	{"ARRAY_POSITION(a, 3)", "3"}, {"ARRAY_POSITION(an, 9)", "NULL"},
	{"ARRAY_MAX(a)", "3"}, {"ARRAY_MIN(an)", "5"}, {"ARRAY_MAX(ARRAY[w, 2])", "1234567890123456789.25"},
	{"ARRAY_JOIN(sa, '-')", "p-q"}, {"ARRAY_JOIN(sa, '-', '?')", "p-?-q"},
	{"CARDINALITY(a || an)", "5"}, {"(an || 7)[3]", "7"}, {"(n || a)[1]", "NULL"}, {"ARRAY_APPEND(an, n)[3]", "NULL"},
	{"ARRAY_DISTINCT(ARRAY[1, 2, 1, n])[3]", "NULL"}, {"CARDINALITY(ARRAY_REMOVE(a, 1))", "2"}, {"ARRAY_REVERSE(sa)[1]", "q"}, {"ARRAY_SLICE(an, -1)[1]", "6"},
	{"ARRAY_CONCAT(an, ARRAY[n])[3]", "NULL"}, {"ELEMENT(ARRAY[n])", "NULL"}, {"ELEMENT(ARRAY_REMOVE(an, 5))", "6"},
	{"MAP_KEYS(m)[2]", "y"}, {"MAP_VALUES(m)[2]", "NULL"}, {"MAP_ENTRIES(m)[1].key", "x"}, {"MAP_ENTRIES(mn)[1].value", "1"},
	{"MAP['k', i, 'l', n]['k']", "3"},
	{"CAST(a AS ARRAY<BIGINT>)[3]", "3"}, {"CAST(an AS ARRAY<VARCHAR>)[1] || '!'", "5!"}, {"CAST(m AS MAP<VARCHAR, DOUBLE>)['x']", "1"},
	{"CAST(rn AS ROW<x BIGINT, y ROW<z DECIMAL(4, 1)>>).y.z", "1.5"},
	{"TRY_CAST(s AS INT)", "NULL"}, {"TRY_CAST('12' AS SMALLINT)", "12"}, {"TRY_CAST(s AS DATE)", "NULL"}, {"TRY_CAST(s AS DECIMAL(5, 2))", "NULL"},
	{"TRY_CAST(s AS UUID)", "NULL"}, {"TRY_CAST(s AS JSON)", "NULL"}, {"TRY_CAST(s AS BOOLEAN)", "NULL"}, {"TRY_CAST(s AS DOUBLE)", "NULL"},
	{"TRY_CAST(w AS INT)", "NULL"}, {"TRY_CAST(i * 100 AS TINYINT)", "NULL"}, {"TRY_CAST(i AS TINYINT)", "3"}, {"TRY_CAST(n AS TINYINT)", "NULL"}, {"TRY_CAST(b AS VARCHAR)", "weir"},
	{"CAST(CAST(u AS BYTES) AS UUID) = u", "true"},
	{"CAST(j -> 'k' -> 0 AS INT) + 1", "2"}, {"CAST(j -> 'k' -> 1 AS BOOLEAN)", "true"}, {"JSON_VALUE(j, '$.k[0]')", "1"}, {"JSON_QUERY(j, '$.k')", "[1, true]"},
	{"GREATEST(w, 5)", "1234567890123456789.25"}, {"LEAST(n, i, 7)", "3"}, {"GREATEST(n, n)", "NULL"}, {"LEAST(u, u) = u", "true"}, {"NULLIF(b, b)", "NULL"}, {"NULLIF(i, n)", "3"},
	{"COALESCE(n, m['y'], CARDINALITY(a))", "3"}, {"COALESCE(n, 0) + 1", "1"},
	{"CASE WHEN n IS NULL THEN CASE WHEN i > 2 THEN SPLIT_INDEX('a,b', ',', 1) END ELSE s END", "b"},
	{"UPPER(SPLIT_INDEX(s || ',c', ',', 1))", "C"}, {"SPLIT_INDEX(s, ',', 3) IS NULL", "true"}, {"NOT (SPLIT_INDEX('x,y', ',', i) = 'y')", "NULL"},
	{"(n > 1 AND i / (i - 3) > 1)", "ERROR"}, {"(i > 2 AND i < 9 AND (n = 1 OR i IS NOT NULL))", "true"}, {"(i > 5 AND i / (i - 3) > 1)", "false"}, {"(i < 5 OR i / (i - 3) > 1)", "true"}, {"(n > 1 OR i = 3)", "true"},
	{"lz", "2024-07-01 14:00:00.5+02"}, {"EXTRACT(HOUR FROM lz)", "14"}, {"CAST(lz AS TIMESTAMP(0))", "2024-07-01 14:00:01"}, {"CAST(ts AS TIMESTAMP_LTZ(3))", "2024-07-01 12:00:00.5+02"},
	{"DATE_TRUNC('day', lz)", "2024-07-01 00:00:00+02"}, {"DATE_FORMAT(lz, 'HH:mm XXX')", "14:00 +02:00"}, {"lz + INTERVAL '6' MONTH", "2025-01-01 14:00:00.5+01"},
	{"ts AT TIME ZONE 'America/New_York'", "2024-07-01 18:00:00.5+02"}, {"HOUR(lz)", "14"}, {"FLOOR(lz TO HOUR)", "2024-07-01 14:00:00+02"}, {"CEIL(ts TO MONTH)", "2024-08-01 00:00:00"},
	{"ns", "2024-07-01 12:00:00.123456789"}, {"CAST(ns AS TIMESTAMP(6))", "2024-07-01 12:00:00.123457"}, {"ns + INTERVAL '1' SECOND", "2024-07-01 12:00:01.123456789"}, {"ns > ts", "false"},
	{"CAST(ts AS TIMESTAMP(9))", "2024-07-01 12:00:00.5"}, {"EXTRACT(MICROSECOND FROM ns)", "123456"}, {"TIMESTAMPDIFF(SECOND, ts, ns + INTERVAL '3' SECOND)", "2"},
	{"TIMESTAMPADD(HOUR, 2, DATE '2024-01-01')", "2024-01-01 02:00:00"}, {"TO_TIMESTAMP_LTZ(1719828000, 0)", "2024-07-01 12:00:00+02"},
	{"w * 2", "2469135780246913578.50"}, {"w / 7", "176366841446208112.7500000000"}, {"w % 10", "9.25"}, {"-w", "-1234567890123456789.25"}, {"ROUND(w, 1)", "1234567890123456789.3"}, {"CAST(w AS DOUBLE)", "1.2345678901234568e+18"},
	{"s LIKE '%b%'", "true"}, {"s LIKE n || '%'", "NULL"}, {"'x' || s || 1 || TRUE", "xb1true"}, {"CONCAT_WS(',', s, NULL, i)", "b,3"},
}

func TestShapes(t *testing.T) {
	var job, input strings.Builder
	job.WriteString(shapesTable + "SELECT k, CASE k\n")
	for k, shape := range shapes {
		fmt.Fprintf(&job, "WHEN %d THEN CAST(%s AS VARCHAR)\n", k, shape.expression)
		fmt.Fprintf(&input, "{\"k\":%d,%s", k, shapesRecord[1:])
	}
	job.WriteString("END AS v FROM t;\n")
	sql := strings.Replace(job.String(), "  i INT", "  k INT NOT NULL, i INT", 1)
	stdout, stderr, err := compileJob(t, sql).run(t, input.String(), "--on-error", "skip", "--partitions", "1")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	got := map[int]string{}
	for line := range strings.Lines(stdout) {
		var out struct {
			K int
			V *string
		}
		if err := json.Unmarshal([]byte(line), &out); err != nil {
			t.Fatal(err)
		}
		got[out.K] = "NULL"
		if out.V != nil {
			got[out.K] = *out.V
		}
	}
	for k, shape := range shapes {
		value, ok := got[k]
		if !ok {
			value = "ERROR"
		}
		if value != shape.want {
			t.Errorf("%s is %s, want %s", shape.expression, value, shape.want)
		}
	}
}
