package oracle

import (
	"syscall"
	"testing"
	"time"
)

// keyOrders are queries whose key has columns in one order, then in the other one.
func keyOrders(other bool) string {
	order := func(a, b string) string {
		if other {
			return b + ", " + a
		}
		return a + ", " + b
	}
	columns := "k VARCHAR NOT NULL, g INT, n BIGINT NOT NULL, s BIGINT"
	return editTable("INT", "in.jsonl") + editSink("final", columns, false) + editSink("changes", "kg VARCHAR, n BIGINT, s BIGINT", true) +
		editSink("tumble", columns, false) + editSink("hop", columns, false) + editSink("sessions", columns, false) + editSink("seen", "k VARCHAR, g INT", false) +
		editSink("deep", "g INT, m BIGINT, n BIGINT", false) + editSink("sets", columns, false) + `
INSERT INTO final SELECT k, g, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY ` + order("k", "g") + ` EMIT FINAL;
INSERT INTO changes SELECT k || '/' || CAST(g AS VARCHAR) AS kg, COUNT(*) AS n, SUM(v) AS s FROM t WHERE id % 3 = 0 GROUP BY ` + order("k", "g") + ` HAVING COUNT(*) % 4 <> 1 EMIT CHANGES;
INSERT INTO tumble SELECT k, g, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY ` + order("k", "g") + ` WINDOW TUMBLING (ts, INTERVAL '20' SECOND);
INSERT INTO hop SELECT k, g, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY ` + order("k", "g") + ` WINDOW HOPPING (ts, INTERVAL '60' SECOND, INTERVAL '20' SECOND);
INSERT INTO sessions SELECT k, g, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY ` + order("k", "g") + ` WINDOW SESSION (ts, INTERVAL '30' SECOND);
INSERT INTO seen SELECT k, g FROM t WHERE id % 7 = 0 GROUP BY ` + order("k", "g") + `;
INSERT INTO deep SELECT g, n % 5 AS m, COUNT(*) AS n FROM (SELECT k, g, COUNT(*) AS n FROM t WHERE v < 500 GROUP BY ` + order("k", "g") + ` EMIT CHANGES) AS q GROUP BY ` + order("g", "n % 5") + ` EMIT FINAL;
INSERT INTO sets SELECT COALESCE(k, 'all') AS k, g, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY ` + order("k", "ROLLUP (g)") + ` EMIT FINAL;
`
}

// The order of the columns of GROUP BY makes no difference to what is kept, in any number of partitions, and back again.
func TestEditKeyOrder(t *testing.T) {
	was := stopped(t, keyOrders(false))
	now := compileJob(t, keyOrders(true))
	want := undisturbed(t, now, was.dir)
	for _, partitions := range []string{"1", "5"} {
		got := was.with(t, now)
		if partitions == "5" { // to and fro
			got.stop(t, 20*time.Millisecond)
			got = got.with(t, was.job)
			got.stop(t, 10*time.Millisecond)
			got = got.with(t, now)
		}
		got.goOn(t, "--partitions", partitions)
		for _, name := range []string{"final", "tumble", "hop", "sessions", "seen", "deep", "sets"} {
			sameLines(t, name+" at "+partitions, got.output(t, name, ""), want.output(t, name, ""))
		}
		sameLines(t, "changes at "+partitions, got.output(t, "changes", "kg"), want.output(t, "changes", "kg"))
	}
}

// Rows that were dealt for one operator are in the partitions of another one behind it by the same columns and more, without an exchange: what
// that one keeps goes to the partition where its rows come, however many there are.
func TestDealtByFewer(t *testing.T) {
	was := stopped(t, editTable("INT NOT NULL", "in.jsonl")+editSink("counted", "k VARCHAR, n BIGINT, c BIGINT", false)+editSink("thrice", "k VARCHAR, n BIGINT, c BIGINT, d BIGINT", false)+
		editSink("changing", "kn VARCHAR, c BIGINT", true)+editSink("numbered", "k VARCHAR, n BIGINT, at TIMESTAMP(3), r BIGINT", false)+
		editSink("summed", "k VARCHAR, n BIGINT, at TIMESTAMP(3), s BIGINT", false)+editSink("many", "k VARCHAR, g INT, n BIGINT, c BIGINT", false)+`
INSERT INTO counted SELECT k, n, COUNT(*) AS c FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND)) AS q GROUP BY k, n EMIT FINAL;
INSERT INTO thrice SELECT k, n, c, COUNT(*) AS d FROM (SELECT n, k, n % 3 AS m, COUNT(*) AS c FROM (SELECT k, COUNT(*) AS n FROM t WHERE v > 5 GROUP BY k WINDOW TUMBLING (ts, INTERVAL '15' SECOND)) AS q GROUP BY n, k, n % 3 EMIT FINAL) AS r
  GROUP BY c, n, k EMIT FINAL;
INSERT INTO changing SELECT k || '/' || CAST(n AS VARCHAR) AS kn, COUNT(*) AS c FROM (SELECT k, COUNT(*) AS n FROM t WHERE v > 10 GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND)) AS q GROUP BY n, k EMIT CHANGES;
INSERT INTO numbered SELECT * FROM (SELECT k, n, at, ROW_NUMBER() OVER (PARTITION BY n, k ORDER BY at) AS r FROM (SELECT k, window_end AS at, COUNT(*) AS n FROM t WHERE v > 15 GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND)) AS p) AS q WHERE r <= 3;
INSERT INTO summed SELECT k, n, at, COUNT(*) OVER (PARTITION BY n, k ORDER BY at ROWS 5 PRECEDING) AS s FROM (SELECT k, window_end AS at, COUNT(*) AS n FROM t WHERE v > 20 GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND)) AS p;
INSERT INTO many SELECT k, g, n, COUNT(*) AS c FROM (SELECT g, k, COUNT(*) AS n FROM t GROUP BY g, k WINDOW TUMBLING (ts, INTERVAL '60' SECOND)) AS q GROUP BY k, n, g EMIT FINAL;
`)
	want := undisturbed(t, was.job, was.dir)
	for _, partitions := range []string{"1", "2", "7"} {
		got := was.with(t, was.job)
		if partitions != "1" {
			cmd := got.command("--partitions", "3", "--checkpoint-interval", "5ms")
			stderr := mustStart(t, cmd)
			time.Sleep(15 * time.Millisecond)
			_ = cmd.Process.Signal(syscall.SIGTERM) // it may be done
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
		}
		got.goOn(t, "--partitions", partitions)
		for name, key := range map[string]string{"counted": "", "thrice": "", "changing": "kn", "numbered": "", "summed": "", "many": ""} {
			sameLines(t, name+" at "+partitions, got.output(t, name, key), want.output(t, name, key))
		}
	}
}
