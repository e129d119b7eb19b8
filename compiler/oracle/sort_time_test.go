package oracle

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sortedByTime are queries over an input that need not end, in the order of time. What a row is sorted by first, after which it may
// be late, and what comes then, are functions of its second and its id.
var sortedByTime = []struct {
	query   string
	first   func(at int) int
	settled func(at int) int // the watermark, in seconds, at which a row is late; a row of that very time isn't where exact
	exact   bool
	then    func(id int) int
	skip    int
	rows    int // -1 for all
}{
	{"SELECT id FROM t ORDER BY ts, id", itself, itself, true, itself, 0, -1},
	{"SELECT id FROM t ORDER BY ts, id DESC LIMIT 40 OFFSET 7", itself, itself, true, negative, 7, 40},
	{"SELECT id FROM (SELECT id, ts, COUNT(*) OVER (ORDER BY ts) AS n FROM t) ORDER BY ts, id", itself, itself, true, itself, 0, -1},
	{"SELECT id FROM " + sevens + " ORDER BY window_start, id DESC", intoSevens, sevenEnds, false, negative, 0, -1},
	{"SELECT id FROM " + sevens + " ORDER BY window_end, id LIMIT 100", intoSevens, sevenEnds, false, itself, 0, 100},
	{"SELECT id FROM " + sevens + " ORDER BY window_time, id OFFSET 60", intoSevens, sevenEnds, false, itself, 60, -1},
}

const sevens = "TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '7' SECOND))"

func itself(n int) int     { return n }
func negative(n int) int   { return -n }
func intoSevens(n int) int { return n - n%7 }
func sevenEnds(n int) int  { return n - n%7 + 7 }

// Rows of an input that need not end go on in order as time passes; late ones don't. Which are late follows from the order in which a
// reader meets them, so that with several none is.
func TestOrderOfTime(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	const delay = 5
	var text strings.Builder
	fmt.Fprintf(&text, "CREATE TABLE t (id INT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '%d' SECOND)\n WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');\n", delay)
	for k, q := range sortedByTime {
		fmt.Fprintf(&text, "CREATE TABLE o%d (id INT) WITH ('connector' = 'file', 'path' = 'o%d.csv', 'format' = 'csv');\nINSERT INTO o%d %s;\n", k, k, k, q.query)
	}
	job := compileJob(t, text.String())
	for i, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "1", "--batch-size", "1"}, {"--partitions", "3", "--batch-size", "7"}, {"--partitions", "2", "--batch-size", "1"}} {
		disorder := delay
		if i < 2 {
			disorder = 3 * delay
		}
		times := make([]int, 400)
		var lines strings.Builder
		for id := range times {
			times[id] = id/4 + r.IntN(disorder)
			fmt.Fprintf(&lines, "{\"id\": %d, \"ts\": \"1970-01-01 00:%02d:%02d\"}\n", id, times[id]/60, times[id]%60)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(lines.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, append(flags, "--set", "t.path=in.jsonl")...)
		for k, q := range sortedByTime {
			want := inOrderOfTime(times, delay, k)
			if got := idsOf(t, filepath.Join(dir, fmt.Sprintf("o%d.csv", k))); !slices.Equal(got, want) {
				t.Errorf("%v: %s\ngot  %v\nwant %v", flags, q.query, got, want)
			}
		}
	}
}

// inOrderOfTime are the ids that a query of sortedByTime gives, by definition.
func inOrderOfTime(times []int, delay, k int) []string {
	q := sortedByTime[k]
	var ids []int
	watermark := -delay - 1
	for id, at := range times {
		watermark = max(watermark, at-delay)
		if settled := q.settled(at); settled > watermark || q.exact && settled == watermark {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b int) int {
		return cmp.Or(cmp.Compare(q.first(times[a]), q.first(times[b])), cmp.Compare(q.then(a), q.then(b)))
	})
	ids = ids[min(q.skip, len(ids)):]
	if q.rows >= 0 {
		ids = ids[:min(q.rows, len(ids))]
	}
	var list []string
	for _, id := range ids {
		list = append(list, strconv.Itoa(id))
	}
	return list
}
