package oracle

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// hopRow is a row of the test's input.
type hopRow struct {
	key, value int
	second     int64
}

// hopCase is windows that overlap, on rows in disorder: late ones included.
type hopCase struct {
	kind                         string // HOP or CUMULATE
	size, slide, delay, lateness int64
	rows                         []hopRow
}

func randomHop(r *rand.Rand) hopCase {
	c := hopCase{kind: "HOP", slide: 1 + r.Int64N(5), delay: r.Int64N(6), lateness: r.Int64N(8)}
	c.size = 1 + r.Int64N(40)
	if r.IntN(3) == 0 {
		c.kind, c.size = "CUMULATE", c.slide*(1+r.Int64N(10))
	}
	now := int64(0)
	for range 400 {
		now += r.Int64N(3) * r.Int64N(2)
		if r.IntN(40) == 0 {
			now += r.Int64N(2 * c.size)
		}
		behind := r.Int64N(c.delay + 1)
		if r.IntN(4) == 0 {
			behind = r.Int64N(c.size + c.lateness + 5)
		}
		c.rows = append(c.rows, hopRow{r.IntN(5), r.IntN(1000) - 500, now - behind})
	}
	return c
}

// windows are those of a time, by their definition.
func (c hopCase) windows(second int64) (list [][2]int64) {
	floor := func(n, step int64) int64 { return n - (n%step+step)%step }
	if c.kind == "CUMULATE" {
		start := floor(second, c.size)
		for end := floor(second, c.slide) + c.slide; end <= start+c.size; end += c.slide {
			list = append(list, [2]int64{start, end})
		}
		return list
	}
	for start := floor(second, c.slide); start > second-c.size; start -= c.slide {
		list = append(list, [2]int64{start, start + c.size})
	}
	return list
}

// results are the lines that the definition of windows gives: a row counts for those of its windows that the watermark hasn't closed.
func (c hopCase) results() (exact, floats []string, late int) {
	type group struct {
		key        int
		start, end int64
	}
	groups := map[group][]int{}
	watermark := int64(math.MinInt64)
	for _, row := range c.rows {
		watermark = max(watermark, row.second-c.delay)
		windows := c.windows(row.second)
		taken := false
		for _, w := range windows {
			if w[1]+c.lateness > watermark {
				g := group{row.key, w[0], w[1]}
				groups[g], taken = append(groups[g], row.value), true
			}
		}
		if !taken {
			late++
		}
	}
	for g, values := range groups {
		sum := 0
		for _, v := range values {
			sum += v
		}
		line := fmt.Sprintf("%d %d %d: %d", g.key, g.start, g.end, len(values))
		exact = append(exact, fmt.Sprintf("%s %d", line, sum))
		floats = append(floats, fmt.Sprintf("%s %d %d %g", line, slices.Min(values), slices.Max(values), float64(sum)/4))
	}
	slices.Sort(exact)
	slices.Sort(floats)
	return exact, floats, late
}

const hopSQL = `CREATE TABLE t (k INT NOT NULL, v INT NOT NULL, ts TIMESTAMP(3) NOT NULL, f AS v / 4.0e0, WATERMARK FOR ts AS ts - INTERVAL '%[4]d' SECOND)
WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
SET 'window.allowed-lateness' = '%[5]d s';
CREATE TABLE exact WITH ('connector' = 'file', 'path' = 'exact.jsonl', 'format' = 'json') AS
SELECT 'k' || CAST(k AS VARCHAR) AS k, CAST(EXTRACT(EPOCH FROM window_start) AS BIGINT) AS s, CAST(EXTRACT(EPOCH FROM window_end) AS BIGINT) AS e, COUNT(*) AS n, SUM(v) AS total
FROM TABLE(%[1]s(TABLE t, DESCRIPTOR(ts), INTERVAL '%[3]d' SECOND, INTERVAL '%[2]d' SECOND)) GROUP BY 'k' || CAST(k AS VARCHAR), window_start, window_end;
CREATE TABLE floats WITH ('connector' = 'file', 'path' = 'floats.jsonl', 'format' = 'json') AS
SELECT k, CAST(EXTRACT(EPOCH FROM window_start) AS BIGINT) AS s, CAST(EXTRACT(EPOCH FROM window_end) AS BIGINT) AS e, COUNT(*) AS n, MIN(v) AS least, MAX(v) AS most, SUM(f) AS total
FROM TABLE(%[1]s(TABLE t, DESCRIPTOR(ts), INTERVAL '%[3]d' SECOND, INTERVAL '%[2]d' SECOND)) GROUP BY k, window_start, window_end;`

// Windows that overlap are what their definition says, whatever their size and slide: of whole and of split slices, with rows that
// come behind the watermark, too late for some of their windows or for all.
func TestOverlappingWindowsAgreeWithDefinition(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	for range 6 {
		c := randomHop(r)
		t.Run(fmt.Sprintf("%s_%d_%d", c.kind, c.size, c.slide), func(t *testing.T) {
			t.Logf("seed %d: %s of %d s by %d s, %d s behind, %d s late", seed, c.kind, c.size, c.slide, c.delay, c.lateness)
			job := compileJob(t, fmt.Sprintf(hopSQL, c.kind, c.size, c.slide, c.delay, c.lateness))
			dir := t.TempDir()
			var input strings.Builder
			for _, row := range c.rows {
				fmt.Fprintf(&input, "{\"k\":%d,\"v\":%d,\"ts\":%q}\n", row.key, row.value, time.Unix(row.second, 0).UTC().Format("2006-01-02 15:04:05"))
			}
			if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(input.String()), 0o666); err != nil {
				t.Fatal(err)
			}
			job.inDir(t, dir, "--partitions", "1", "--batch-size", "1")
			exact, floats, _ := c.results()
			compareLines(t, readHops(t, filepath.Join(dir, "exact.jsonl")), exact)
			compareLines(t, readHops(t, filepath.Join(dir, "floats.jsonl")), floats)
		})
	}
}

// readHops reads results in the form of hopCase.results.
func readHops(t *testing.T, path string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var row struct {
			K           any
			S, E, N     int64
			Least, Most *int64
			Total       float64
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		read := fmt.Sprintf("%s %d %d: %d", strings.TrimPrefix(fmt.Sprint(row.K), "k"), row.S, row.E, row.N)
		if row.Least != nil {
			read += fmt.Sprintf(" %d %d", *row.Least, *row.Most)
		}
		lines = append(lines, read+fmt.Sprintf(" %g", row.Total))
	}
	slices.Sort(lines)
	return lines
}

func compareLines(t *testing.T, got, want []string) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("row %d of %d is %q, not %q", i, len(want), got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, not %d", len(got), len(want))
	}
}
