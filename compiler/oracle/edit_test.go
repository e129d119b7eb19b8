package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A job is stopped in the middle of its input, its SQL is edited, and it goes on. What it has written in the end is judged by a run of the new
// SQL that nobody disturbs, or where state begins in the middle by what follows from the rows behind that place.

const (
	editRows = 200_000
	editSeed = 20261127
)

// editRow is a row of in.jsonl.
type editRow struct {
	ID int64  `json:"id"`
	K  string `json:"k"`
	G  int64  `json:"g"`
	V  int64  `json:"v"`
	TS string `json:"ts"`
}

// editInput makes rows in some disorder, no two of one time: rows of one time have no order of their own where partitions take the file in turn.
func editInput(r *rand.Rand) (rows []editRow, text []byte) {
	var b bytes.Buffer
	for i := range editRows {
		at := time.UnixMilli(1_700_000_000_000 + int64(i)*20 - r.Int64N(20)*20 + int64(i)%20).UTC()
		row := editRow{int64(i), fmt.Sprintf("key%d", r.IntN(1+r.IntN(300))), r.Int64N(20) - 5, r.Int64N(1000), at.Format("2006-01-02 15:04:05.000")}
		rows = append(rows, row)
		line, _ := json.Marshal(row)
		b.Write(append(line, '\n'))
	}
	return rows, b.Bytes()
}

// editTable declares t, whose integers are of a type; path is a file.
func editTable(integer, path string) string {
	return fmt.Sprintf(`CREATE TABLE t (id BIGINT NOT NULL, k VARCHAR NOT NULL, g %[1]s, v %[1]s, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
WITH ('connector' = 'file', 'path' = '%[2]s', 'format' = 'json');
`, integer, path)
}

// editSink declares a sink; changes is for one that takes rows that change.
func editSink(name, columns string, changes bool) string {
	with := ""
	if changes {
		with = ", 'changelog.column' = 'op'"
	}
	return fmt.Sprintf("CREATE TABLE %s (%s) WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json'%[3]s);\n", name, columns, with)
}

// edited is a job that was stopped in the middle.
type edited struct {
	job
	dir  string // with what it has written, and its checkpoints
	rows []editRow
	read int // how many of them are in the checkpoint

	savepoint string // its name, where there is one
}

// stopped runs the SQL over half of the input or so.
func stopped(t *testing.T, sql string) *edited {
	t.Helper()
	e := &edited{job: compileJob(t, sql)}
	rows, text := editInput(rand.New(rand.NewPCG(editSeed, 0)))
	e.rows = rows
	wait := 50 * time.Millisecond
	for range 20 {
		e.dir = t.TempDir()
		if err := os.WriteFile(filepath.Join(e.dir, "in.jsonl"), text, 0o666); err != nil {
			t.Fatal(err)
		}
		e.stop(t, wait)
		switch offset := e.offset(t, int64(len(text))); {
		case offset < int64(len(text)/5):
			wait = wait * 3 / 2
		case offset > int64(len(text)/5*3):
			wait = wait * 2 / 3
		default:
			e.read = bytes.Count(text[:offset], []byte("\n"))
			t.Logf("stopped behind %d rows of %d", e.read, len(rows))
			return e
		}
	}
	t.Fatal("it can't be stopped in the middle")
	return nil
}

func (e *edited) command(flags ...string) *exec.Cmd {
	cmd := exec.Command(e.binary, append([]string{"--progress", "off", "--stats", "none", "--checkpoint-dir", "checkpoints"}, flags...)...)
	cmd.Dir = e.dir
	return cmd
}

func (e *edited) stop(t *testing.T, wait time.Duration) {
	t.Helper()
	cmd := e.command("--partitions", "1", "--checkpoint-interval", "5ms")
	stderr := mustStart(t, cmd)
	time.Sleep(wait)
	_ = cmd.Process.Signal(syscall.SIGTERM) // it may be done
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
}

// offset is where the last checkpoint is in the input, all of it where the job is done.
func (e *edited) offset(t *testing.T, all int64) int64 {
	t.Helper()
	manifests, _ := filepath.Glob(filepath.Join(e.dir, "checkpoints", "checkpoint-*"))
	slices.Sort(manifests)
	return e.offsetOf(t, manifests[len(manifests)-1], all)
}

// with is the stopped job with another binary, in a directory of its own. The temporary files of sinks are named by their directory's content
// alone, so that they can be moved.
func (e *edited) with(t *testing.T, j job) *edited {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(e.dir)); err != nil {
		t.Fatal(err)
	}
	return &edited{j, dir, e.rows, e.read, e.savepoint}
}

// goOn lets the job come to its end, and returns what it said.
func (e *edited) goOn(t *testing.T, flags ...string) string {
	t.Helper()
	cmd := e.command(flags...)
	stderr := mustStart(t, cmd)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return stderr.String()
}

// output are the rows of a file, sorted; of a changelog, by key, those that are left.
func (e *edited) output(t *testing.T, name, key string) []string {
	t.Helper()
	k := killing{killJob: killJob{key: key}}
	return k.lines(t, filepath.Join(e.dir, name+".jsonl"))
}

// undisturbed is what the job writes without a stop.
func undisturbed(t *testing.T, j job, input string) *edited {
	t.Helper()
	dir := t.TempDir()
	content, err := os.ReadFile(filepath.Join(input, "in.jsonl"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "in.jsonl"), content, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	j.inDir(t, dir, "--partitions", "1")
	return &edited{job: j, dir: dir}
}

func sameLines(t *testing.T, name string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %d rows, want %d, and %s", name, len(got), len(want), firstDifference(got, want))
	}
}

// group adds rows up by key: all of them, and those from a row on.
type group struct {
	n, s, late int64 // late are the rows behind the stop
	lateMax    int64
	lateMin    int64
}

func (e *edited) groups(key func(editRow) string) map[string]*group {
	made := map[string]*group{}
	for i, row := range e.rows {
		g := made[key(row)]
		if g == nil {
			g = &group{lateMax: -1, lateMin: 1000}
			made[key(row)] = g
		}
		g.n++
		g.s += row.V
		if i >= e.read {
			g.late, g.lateMax, g.lateMin = g.late+1, max(g.lateMax, row.V), min(g.lateMin, row.V)
		}
	}
	return made
}

// only is a key, or that of rows which aren't meant.
func only(meant bool, key string) string {
	if meant {
		return key
	}
	return ""
}

// reached are the rows of groups that a row behind the stop has reached.
func reached(t *testing.T, lines []string, groups map[string]*group) []string {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		var row editRow
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(line, err)
		}
		return groups[row.K].late == 0
	})
}

// texts prints groups as rows of JSON.
func texts(groups map[string]*group, row func(key string, g *group) string) (list []string) {
	for key, g := range groups {
		if text := row(key, g); text != "" {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

const editColumns = "k VARCHAR NOT NULL, n BIGINT NOT NULL, s BIGINT"

// What means the same is kept: other layout and aliases, other projections and conditions behind the state, a query more, a query less without
// state, in any number of partitions.
func TestEditKeeps(t *testing.T) {
	was := stopped(t, editTable("INT NOT NULL", "in.jsonl")+editSink("final", editColumns, false)+editSink("changes", editColumns, true)+
		editSink("tumble", "k VARCHAR, at TIMESTAMP(3), n BIGINT", false)+editSink("sessions", "k VARCHAR, n BIGINT, s BIGINT", false)+
		editSink("deep", "k BIGINT, users BIGINT", false)+editSink("seen", "k VARCHAR", false)+editSink("plain", "id BIGINT", false)+
		editSink("viewed", editColumns, true)+editSink("average", "id BIGINT, a BIGINT", false)+
		editSink("top", "id BIGINT, v INT", false)+editSink("texts", "g INT, names STRING", false)+`
INSERT INTO top SELECT id, v FROM t WHERE id % 7 = 0 ORDER BY v, id LIMIT 100;
INSERT INTO texts SELECT g, STRING_AGG(k ORDER BY id) AS names FROM t WHERE id % 50 = 0 GROUP BY g EMIT FINAL;
INSERT INTO final SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT FINAL;
INSERT INTO changes SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE v % 9 < 3 AND id >= 0 GROUP BY k HAVING COUNT(*) % 10 <> 3 EMIT CHANGES;
INSERT INTO tumble SELECT k, window_start, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND);
INSERT INTO sessions SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '5' SECOND);
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS users FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
INSERT INTO seen SELECT DISTINCT k FROM t;
INSERT INTO plain SELECT id FROM t WHERE v > 990;
CREATE VIEW totals AS SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE g = 3 GROUP BY k EMIT CHANGES;
INSERT INTO viewed SELECT k, n, s FROM totals;
INSERT INTO average SELECT id, SUM(v) OVER (PARTITION BY g ORDER BY ts ROWS 9 PRECEDING) AS a FROM t;
`)
	now := compileJob(t, `SET 'state.unbounded' = 'warn';
`+editTable("INT NOT NULL", "in.jsonl")+editSink("seen", "k VARCHAR", false)+editSink("viewed", editColumns, true)+editSink("more", editColumns, true)+
		editSink("final", editColumns, false)+editSink("changes", editColumns, true)+
		editSink("tumble", "k VARCHAR, at TIMESTAMP(3), n BIGINT", false)+editSink("sessions", "k VARCHAR, n BIGINT, s BIGINT", false)+
		editSink("deep", "k BIGINT, users BIGINT", false)+editSink("late", "id BIGINT", false)+editSink("average", "id BIGINT, a BIGINT", false)+
		editSink("top", "id BIGINT, v INT", false)+editSink("texts", "g INT, names STRING", false)+`
INSERT INTO texts SELECT u.g AS of, STRING_AGG(u.k ORDER BY u.id) AS k FROM t AS u WHERE u.id % 50 = 0 GROUP BY u.g HAVING STRING_AGG(u.k ORDER BY u.id) IS NOT NULL EMIT FINAL;
INSERT INTO top SELECT a, b FROM (SELECT id AS a, v AS b FROM t WHERE id % 7 = 0) AS q ORDER BY b, a LIMIT 100;
CREATE TABLE u (id BIGINT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
CREATE TABLE fresh WITH ('connector' = 'file', 'path' = 'fresh.jsonl', 'format' = 'json') AS SELECT id FROM u;
-- the same, written otherwise
INSERT INTO average SELECT a.id, a.moving FROM (SELECT id, SUM(v) OVER (PARTITION BY g ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS moving FROM t AS u) AS a
  WHERE a.moving >= 0;
INSERT INTO late SELECT id FROM t;
INSERT INTO seen SELECT DISTINCT x.k AS name FROM t AS x;
CREATE VIEW sums AS SELECT k AS name, COUNT(*) AS rows_seen, SUM(v) AS total FROM (SELECT * FROM t WHERE 3 = 3 AND g = 3) AS y GROUP BY k EMIT CHANGES;
INSERT INTO more SELECT name, rows_seen, total FROM sums WHERE rows_seen >= 2;
INSERT INTO viewed SELECT name, rows_seen, total + 0 FROM sums;
INSERT INTO final SELECT k, 2 * n, s FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT FINAL) AS f WHERE n > 10;
INSERT INTO changes
  SELECT trade.k, COUNT(*), SUM(trade.v)
  FROM t AS trade WHERE id >= 0 AND v % 9 < 3
  GROUP BY trade.k HAVING COUNT(*) % 7 <> 2 EMIT CHANGES;
INSERT INTO tumble SELECT k, window_start, COUNT(*) AS many FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND) HAVING COUNT(*) > 0;
INSERT INTO sessions SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '5' SECOND);
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS users FROM (SELECT k, COUNT(*) AS n FROM t AS z GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
`)
	want := undisturbed(t, now, was.dir)
	for _, partitions := range []string{"1", "2"} {
		got := was.with(t, now)
		said := got.goOn(t, "--partitions", partitions)
		if strings.Contains(said, "lost") || strings.Contains(said, "migrated") || !strings.Contains(said, "sink plain") || !strings.Contains(said, "removed") {
			t.Errorf("it says %s", said)
		}
		for _, name := range []string{"tumble", "sessions", "deep", "seen", "average", "top", "texts"} {
			sameLines(t, name, got.output(t, name, ""), want.output(t, name, ""))
		}
		sameLines(t, "final", got.output(t, "final", ""), want.output(t, "final", ""))
		sameLines(t, "fresh", got.output(t, "fresh", ""), want.output(t, "fresh", "")) // a new source is read from its beginning
		sameLines(t, "viewed", got.output(t, "viewed", "k"), want.output(t, "viewed", "k"))
		// A condition that changed takes hold of a group, and a new sink gets it, when a row reaches it.
		ofG3 := got.groups(func(row editRow) string { return only(row.G == 3, row.K) })
		sameLines(t, "more", got.output(t, "more", "k"), reached(t, want.output(t, "more", "k"), ofG3))
		ofV := got.groups(func(row editRow) string { return only(row.V%9 < 3, row.K) })
		sameLines(t, "changes", reached(t, got.output(t, "changes", "k"), ofV), reached(t, want.output(t, "changes", "k"), ofV))
		if late := got.output(t, "late", ""); len(late) != len(got.rows)-got.read {
			t.Errorf("late has %d rows, want %d", len(late), len(got.rows)-got.read)
		}
	}
}

// Types may become wider, aggregates may come, begin empty or with what another one kept, and go.
func TestEditMigrates(t *testing.T) {
	was := stopped(t, editTable("INT NOT NULL", "in.jsonl")+editSink("final", editColumns, false)+editSink("typed", "g INT, s BIGINT, lo INT, d BIGINT", false)+
		editSink("hop", "g INT, at TIMESTAMP(3), n BIGINT, s BIGINT", false)+editSink("sessions", "g INT, n BIGINT, s BIGINT", false)+
		editSink("changes", editColumns, true)+editSink("deep", "k BIGINT, users BIGINT, s BIGINT", false)+editSink("bare", editColumns, true)+`
INSERT INTO bare SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE id % 3 = 0 GROUP BY k EMIT CHANGES;
INSERT INTO final SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT FINAL;
INSERT INTO typed SELECT g, SUM(v) AS s, MIN(v) AS lo, COUNT(DISTINCT v) AS d FROM t GROUP BY g EMIT FINAL;
INSERT INTO hop SELECT g, window_start, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY g WINDOW HOPPING (ts, INTERVAL '60' SECOND, INTERVAL '20' SECOND);
INSERT INTO sessions SELECT g, COUNT(*) AS n, SUM(v) AS s FROM t WHERE g > 3 GROUP BY g WINDOW SESSION (ts, INTERVAL '2' SECOND);
INSERT INTO changes SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT CHANGES;
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS users, SUM(s) AS s FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
`)
	now := compileJob(t, editTable("BIGINT", "in.jsonl")+editSink("final", "k VARCHAR NOT NULL, a DOUBLE, m BIGINT, s BIGINT", false)+
		editSink("typed", "g BIGINT, s BIGINT, lo BIGINT, d BIGINT, a DOUBLE", false)+editSink("hop", "g BIGINT, at TIMESTAMP(3), a DOUBLE, s BIGINT", false)+
		editSink("sessions", "g BIGINT, s BIGINT", false)+editSink("changes", "k VARCHAR NOT NULL, n BIGINT NOT NULL, late BIGINT", true)+
		editSink("deep", "k BIGINT, users BIGINT", false)+editSink("bare", editColumns, true)+`
INSERT INTO bare SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE id % 3 = 0 GROUP BY k HAVING COUNT(*) % 2 = 0 EMIT CHANGES;
INSERT INTO final SELECT k, AVG(v) AS a, MAX(v) AS m, SUM(v) AS s FROM t GROUP BY k EMIT FINAL;
INSERT INTO typed SELECT g, SUM(v) AS s, MIN(v) AS lo, COUNT(DISTINCT v) AS d, AVG(v) AS a FROM t GROUP BY g EMIT FINAL;
INSERT INTO hop SELECT g, window_start, AVG(v) AS a, SUM(v) AS s FROM t GROUP BY g WINDOW HOPPING (ts, INTERVAL '60' SECOND, INTERVAL '20' SECOND);
INSERT INTO sessions SELECT g, SUM(v) AS s FROM t WHERE g > 3 GROUP BY g WINDOW SESSION (ts, INTERVAL '2' SECOND);
INSERT INTO changes SELECT k, COUNT(*) AS n, MAX(v) AS late FROM t GROUP BY k HAVING MAX(v) IS NOT NULL EMIT CHANGES;
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS users FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
`)
	want := undisturbed(t, now, was.dir)
	for _, partitions := range []string{"1", "2"} {
		got := was.with(t, now)
		if partitions == "2" { // and once more in the middle
			got.stop(t, 20*time.Millisecond)
		}
		said := got.goOn(t, "--partitions", partitions)
		for _, wants := range []string{"AVG(v) goes on with what SUM(v) kept", "MAX(v) begins empty", "COUNT(*) is dropped", "g was INT NOT NULL and is BIGINT", "rows that bare has are taken back by their key alone"} {
			if partitions == "1" && !strings.Contains(said, wants) {
				t.Errorf("it doesn't say %q, but %s", wants, said)
			}
		}
		groups := got.groups(func(row editRow) string { return row.K })
		wantFinal := texts(groups, func(k string, g *group) string {
			most := "null"
			if g.late > 0 {
				most = fmt.Sprint(g.lateMax)
			}
			a, _ := json.Marshal(float64(g.s) / float64(g.n))
			return fmt.Sprintf(`{"k":"%s","a":%s,"m":%s,"s":%d}`, k, a, most, g.s)
		})
		sameLines(t, "final", numbers(t, got.output(t, "final", "")), numbers(t, wantFinal))
		sameLines(t, "changes", got.output(t, "changes", "k"), numbers(t, texts(groups, func(k string, g *group) string {
			if g.late == 0 {
				return fmt.Sprintf(`{"k":"%s","n":%d,"s":%d}`, k, g.n, g.s) // as it was written before
			}
			return fmt.Sprintf(`{"k":"%s","n":%d,"late":%d}`, k, g.n, g.lateMax)
		})))
		sameLines(t, "typed", got.output(t, "typed", ""), want.output(t, "typed", ""))
		sameLines(t, "deep", got.output(t, "deep", ""), want.output(t, "deep", ""))
		thirds := got.groups(func(row editRow) string { return only(row.ID%3 == 0, row.K) })
		sameLines(t, "bare", reached(t, got.output(t, "bare", "k"), thirds), reached(t, want.output(t, "bare", "k"), thirds))
		got.columnsAlone(t, want, "hop", "g", "at", "s")
		got.columnsAlone(t, want, "sessions", "g", "s")
	}
}

// What would be lost is named, with the reason and the place in the SQL, and nothing is touched, until a flag allows each of it; then it begins
// empty, and the rest goes on.
func TestEditLoses(t *testing.T) {
	const pairs = "k VARCHAR, n BIGINT"
	was := stopped(t, editTable("INT NOT NULL", "in.jsonl")+editSink("kept", pairs, false)+editSink("above", pairs, false)+editSink("wide", "at TIMESTAMP(3), n BIGINT", false)+
		editSink("deep", "k BIGINT, n BIGINT", false)+editSink("gone", pairs, false)+editSink("moved", "id BIGINT", false)+editSink("few", "k VARCHAR, m INT", false)+`
INSERT INTO kept SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT FINAL;
INSERT INTO above SELECT k, COUNT(*) AS n FROM t WHERE v > 10 GROUP BY k EMIT FINAL;
INSERT INTO wide SELECT window_start, COUNT(*) AS n FROM t GROUP BY g % 3 WINDOW TUMBLING (ts, INTERVAL '1' MINUTE);
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS n FROM (SELECT k, COUNT(*) AS n FROM t WHERE v < 500 GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
INSERT INTO gone SELECT k, COUNT(*) AS n FROM t WHERE g = 4 GROUP BY k EMIT FINAL;
INSERT INTO moved SELECT id FROM t;
INSERT INTO few SELECT k, MIN(v) AS m FROM t GROUP BY k EMIT FINAL;
`)
	now := compileJob(t, editTable("INT NOT NULL", "in.jsonl")+editSink("kept", pairs, false)+editSink("above", pairs, false)+editSink("wide", "at TIMESTAMP(3), n BIGINT", false)+
		editSink("deep", "k BIGINT, n BIGINT", false)+strings.Replace(editSink("moved", "id BIGINT", false), "'moved.jsonl'", "'elsewhere.jsonl'", 1)+editSink("few", "k VARCHAR, m INT, x INT", false)+`
INSERT INTO kept SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT FINAL;
INSERT INTO above SELECT k, COUNT(*) AS n FROM t WHERE v > 20 GROUP BY k EMIT FINAL;
INSERT INTO wide SELECT window_start, COUNT(*) AS n FROM t GROUP BY g % 3 WINDOW TUMBLING (ts, INTERVAL '30' SECOND);
INSERT INTO deep SELECT n % 5 AS k, COUNT(*) AS n FROM (SELECT k, COUNT(*) AS n FROM t WHERE v < 400 GROUP BY k EMIT CHANGES) AS q GROUP BY n % 5 EMIT FINAL;
INSERT INTO moved SELECT id FROM t;
INSERT INTO few SELECT k, MIN(v) AS m, MAX(v) AS x FROM t GROUP BY k EMIT FINAL;
`)
	losses := []string{
		"operator by_k_5 (GROUP BY k, job.sql:15:59): lost: MAX(v) can't begin empty",
		"operator by_k_2 (GROUP BY k, job.sql:11:63): lost: the condition v > 20 stands before it now; the condition v > 10 stands before it no longer\n",
		"operator by_key1 (GROUP BY key1 in tumbling windows, job.sql:12:60): lost: its window is another\n",
		"operator by_k_3 (GROUP BY k, job.sql:13:102): lost: the condition v < 400 stands before it now; the condition v < 500 stands before it no longer\n",
		"operator by_k_4 (GROUP BY k, at job.sql:15:61 when it was taken): lost: nothing in the SQL keeps it any longer\n",
		"operator by_k_6 (GROUP BY k, job.sql:13:132): lost: other rows reach it; by_k_5 stands in its place and begins empty\n",
		"sink moved (job.sql:7:1): lost: 'path' is another",
	}
	flags := []string{"--partitions", "2"}
	got := was.with(t, now)
	for i := range len(losses) + 1 { // what a flag names isn't told as a reason any longer
		said, code := got.refused(t, flags...)
		if i == len(losses) {
			if code != 0 {
				t.Fatal(said)
			}
			break
		}
		for _, loss := range losses[i:] {
			if code != 2 || !strings.Contains(said, loss) {
				t.Fatalf("exit status %d; it doesn't say %q but\n%s", code, loss, said)
			}
		}
		flags = append(flags, "--allow-state-loss", strings.Fields(losses[i])[1])
	}
	of := func(in func(editRow) bool) map[string]*group {
		return got.groups(func(row editRow) string { return only(in(row), row.K) })
	}
	late := func(k string, g *group) string {
		if k == "" || g.late == 0 {
			return ""
		}
		return fmt.Sprintf(`{"k":"%s","n":%d}`, k, g.late)
	}
	all := of(func(editRow) bool { return true })
	sameLines(t, "kept", got.output(t, "kept", ""), texts(all, func(k string, g *group) string { return fmt.Sprintf(`{"k":"%s","n":%d}`, k, g.n) }))
	sameLines(t, "above", got.output(t, "above", ""), texts(of(func(row editRow) bool { return row.V > 20 }), late))
	sameLines(t, "few", got.output(t, "few", ""), texts(all, func(k string, g *group) string {
		if g.late == 0 {
			return ""
		}
		return fmt.Sprintf(`{"k":"%s","m":%d,"x":%d}`, k, g.lateMin, g.lateMax)
	}))
	users := map[string]*group{}
	for k, g := range of(func(row editRow) bool { return row.V < 400 }) {
		if late(k, g) != "" {
			n := fmt.Sprint(g.late % 5)
			if users[n] == nil {
				users[n] = &group{}
			}
			users[n].n++
		}
	}
	sameLines(t, "deep", got.output(t, "deep", ""), texts(users, func(k string, g *group) string { return fmt.Sprintf(`{"k":%s,"n":%d}`, k, g.n) }))
	if moved := got.output(t, "elsewhere", ""); len(moved) != len(got.rows)-got.read {
		t.Errorf("elsewhere has %d rows, want %d", len(moved), len(got.rows)-got.read)
	}
}

// refused starts the job, and returns what it said and its exit status. Where that is 2 nothing may have changed.
func (e *edited) refused(t *testing.T, flags ...string) (string, int) {
	t.Helper()
	before := e.files(t)
	cmd := e.command(flags...)
	said, _ := cmd.CombinedOutput()
	code := cmd.ProcessState.ExitCode()
	if code == 2 && !maps.Equal(before, e.files(t)) {
		t.Error("files have changed")
	}
	return string(said), code
}

// files are those of the job's directory, with their content.
func (e *edited) files(t *testing.T) map[string]string {
	t.Helper()
	made := map[string]string{}
	err := fs.WalkDir(os.DirFS(e.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			content, err := os.ReadFile(filepath.Join(e.dir, name))
			made[name] = string(content)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// columnsAlone compares some columns of outputs: rows that were written before have others.
func (e *edited) columnsAlone(t *testing.T, want *edited, name string, columns ...string) {
	t.Helper()
	some := func(lines []string) (list []string) {
		for _, line := range lines {
			row := map[string]any{}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(line, err)
			}
			text := ""
			for _, column := range columns {
				text += fmt.Sprint(" ", row[column])
			}
			list = append(list, text)
		}
		slices.Sort(list)
		return list
	}
	sameLines(t, name, some(e.output(t, name, "")), some(want.output(t, name, "")))
}

// numbers writes rows as encoding/json does.
func numbers(t *testing.T, lines []string) (list []string) {
	t.Helper()
	for _, line := range lines {
		row := map[string]any{}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(line, err)
		}
		text, _ := json.Marshal(row)
		list = append(list, string(text))
	}
	slices.Sort(list)
	return list
}
