package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const userAggregates = `
CREATE AGGREGATE FUNCTION weighted(price DOUBLE, qty BIGINT) RETURNS DOUBLE LANGUAGE GO AS 'example.com/mod/udf.Weighted';
CREATE AGGREGATE FUNCTION names(name VARCHAR) RETURNS VARCHAR LANGUAGE GO AS 'example.com/mod/udf.Names';
CREATE AGGREGATE FUNCTION earliest(v BIGINT) RETURNS BIGINT LANGUAGE GO AS 'example.com/mod/udf.Last';
CREATE AGGREGATE FUNCTION exacts(v DECIMAL(10, 2), at TIMESTAMP(3)) RETURNS DECIMAL(20, 2) LANGUAGE GO AS 'example.com/mod/udf.Exacts';
CREATE TABLE t (k VARCHAR, price DOUBLE, qty BIGINT, name VARCHAR, d DECIMAL(10, 2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
CREATE TABLE grouped WITH ('connector' = 'file', 'path' = 'grouped', 'format' = 'json') AS
SELECT k, COUNT(*) AS n, weighted(price, qty) AS w, names(name) FILTER (WHERE qty > 1) AS who, earliest(DISTINCT qty) AS e, exacts(d, ts) AS x
FROM t GROUP BY k EMIT FINAL;
CREATE TABLE changes WITH ('connector' = 'file', 'path' = 'changes', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, names(name) AS who FROM t WHERE k <> 'c' GROUP BY k;
CREATE TABLE hopping WITH ('connector' = 'file', 'path' = 'hopping', 'format' = 'json') AS
SELECT k, EXTRACT(EPOCH FROM window_start)::BIGINT % 60 AS s, COUNT(*) AS n, weighted(price, qty) AS w, earliest(qty) AS e
FROM t GROUP BY k WINDOW HOPPING (ts, INTERVAL '10' SECOND, INTERVAL '4' SECOND);
CREATE TABLE sessions WITH ('connector' = 'file', 'path' = 'sessions', 'format' = 'json') AS
SELECT k, COUNT(*) AS n, weighted(price, qty) AS w, names(name) AS who FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '3' SECOND);
CREATE TABLE frames WITH ('connector' = 'file', 'path' = 'frames', 'format' = 'json') AS
SELECT k, EXTRACT(EPOCH FROM ts)::BIGINT % 60 AS s,
  weighted(price, qty) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' SECOND PRECEDING AND CURRENT ROW) AS w,
  names(name) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS who,
  earliest(qty) OVER (PARTITION BY k ORDER BY ts) AS e
FROM t;
CREATE TABLE whole WITH ('connector' = 'file', 'path' = 'whole', 'format' = 'json') AS
SELECT k, EXTRACT(EPOCH FROM ts)::BIGINT % 60 AS s, earliest(qty) OVER (PARTITION BY k ORDER BY price DESC, ts) AS e FROM t WHERE k = 'a';
CREATE TABLE nothing WITH ('connector' = 'file', 'path' = 'nothing', 'format' = 'json') AS
SELECT weighted(price, qty) AS w, names(name) AS who, earliest(qty) AS e FROM t WHERE k = 'z' EMIT FINAL;
`

// Names.Add refuses the name "refused" and panics on "panic".
const userRows = `{"k":"a","price":1,"qty":2,"name":"ann","d":1.5,"ts":"2024-01-01 00:00:01"}
{"k":"a","price":3,"qty":4,"name":"refused","d":1.5,"ts":"2024-01-01 00:00:02"}
{"k":"b","price":1,"qty":7,"name":"refused","d":1.5,"ts":"2024-01-01 00:00:02"}
{"k":"a","price":5,"qty":null,"name":"bob","d":1.5,"ts":"2024-01-01 00:00:03"}
{"k":"a","price":5,"qty":6,"name":"zed","d":2.5,"ts":"2024-01-01 00:00:09"}
{"k":"c","price":5,"qty":3,"name":"panic","d":2.5,"ts":"2024-01-01 00:00:09"}
{"k":"c","price":5,"qty":3,"name":"eve","d":2.5,"ts":"2024-01-01 00:00:09"}
{"k":"a","price":5,"qty":6,"name":"amy","d":2.5,"ts":"2024-01-01 00:00:10"}
`

// By hand. A row that is refused is missing in its group alone; what panicked has no result in its group and window alone; a frame with a
// row that failed has none.
var userResults = map[string]string{
	"grouped": `{"k":"a","n":4,"w":4.428571428571429,"who":"amy,ann,zed","e":212,"x":8.00}`,
	"changes": `{"k":"a","n":1,"who":"ann","op":"+I"}
{"k":"a","n":2,"who":"ann,bob","op":"+U"}
{"k":"a","n":3,"who":"ann,bob,zed","op":"+U"}
{"k":"a","n":4,"who":"amy,ann,bob,zed","op":"+U"}`,
	"hopping": `{"k":"a","s":0,"n":4,"w":3.6666666666666665,"e":213}
{"k":"a","s":4,"n":2,"w":5,"e":602}
{"k":"a","s":52,"n":1,"w":1,"e":201}
{"k":"a","s":56,"n":3,"w":2.3333333333333335,"e":212}
{"k":"a","s":8,"n":2,"w":5,"e":602}
{"k":"b","s":0,"n":1,"w":1,"e":701}
{"k":"b","s":56,"n":1,"w":1,"e":701}
{"k":"c","s":0,"n":2,"w":5,"e":302}
{"k":"c","s":4,"n":2,"w":5,"e":302}
{"k":"c","s":8,"n":2,"w":5,"e":302}`,
	"sessions": `{"k":"a","n":2,"w":1,"who":"ann,bob"}
{"k":"a","n":2,"w":5,"who":"amy,zed"}`,
	"frames": `{"k":"a","s":1,"w":1,"who":"ann","e":201}
{"k":"a","s":10,"w":5,"who":"amy,bob,zed","e":214}`,
	"whole": `{"k":"a","s":1,"e":614}
{"k":"a","s":10,"e":612}
{"k":"a","s":2,"e":613}
{"k":"a","s":3,"e":-1}
{"k":"a","s":9,"e":611}`,
	"nothing": `{"w":null,"who":"","e":0}`,
}

func TestUserAggregates(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../udf/testdata/mod")); err != nil {
		t.Fatal(err)
	}
	job := compileJobIn(t, dir, userAggregates)
	for _, partitions := range []string{"1", "2", "4"} {
		for _, batch := range []string{"1", "4096"} {
			out := t.TempDir()
			if err := os.WriteFile(filepath.Join(out, "in.jsonl"), []byte(userRows), 0o666); err != nil {
				t.Fatal(err)
			}
			job.inDir(t, out, "--on-error", "skip", "--partitions", partitions, "--batch-size", batch)
			for name, want := range userResults {
				got, err := os.ReadFile(filepath.Join(out, name))
				if err != nil {
					t.Fatal(err)
				}
				lines := strings.Split(strings.TrimRight(string(got), "\n"), "\n")
				slices.Sort(lines)
				wanted := strings.Split(want, "\n")
				slices.Sort(wanted)
				if !slices.Equal(lines, wanted) {
					t.Errorf("%s, %s partitions, batches of %s:\n%s\nwant\n%s", name, partitions, batch, strings.Join(lines, "\n"), strings.Join(wanted, "\n"))
				}
			}
		}
	}
	failing(t, job)
}

// failing runs the job until the first row that fails, which names the record and the line of the SQL.
func failing(t *testing.T, job job) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(userRows), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(job.binary, "--partitions", "1", "--stats", "none", "--progress", "off", "--on-error", "fail")
	cmd.Dir = dir
	message, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(message), "in.jsonl:2 (byte 76): job.sql:9: no such name") {
		t.Errorf("%v\n%s", err, message)
	}
}
