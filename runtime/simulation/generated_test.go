package simulation

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/generated/hopminutes"
	"github.com/weirsql/weir/generated/latestpositions"
	"github.com/weirsql/weir/generated/livedevices"
	"github.com/weirsql/weir/generated/minutechanges"
	"github.com/weirsql/weir/generated/minutetrades"
	"github.com/weirsql/weir/generated/movingaverage"
	"github.com/weirsql/weir/generated/runningtotals"
	"github.com/weirsql/weir/generated/stationtemperatures"
	"github.com/weirsql/weir/generated/topproducts"
	"github.com/weirsql/weir/generated/tradetotals"
	"github.com/weirsql/weir/generated/usersessions"
	"github.com/weirsql/weir/generated/visitortotals"
	rt "github.com/weirsql/weir/runtime"
)

// generatedJob is a job that the compiler has made, with states of all kinds.
type generatedJob struct {
	name  string
	job   func() *rt.Job
	input func(*rand.Rand) []string // lines of its source; nil where that makes them
	head  string                    // the line in front of them in each file
	key   *regexp.Regexp            // in the lines of a changelog: the last row of each counts
	order bool                      // what comes of it goes by the order of the rows, which is one in one partition alone
	disk  bool                      // its state may be on disk
}

var generatedJobs = []generatedJob{
	{name: "sessions", job: usersessions.Job, input: clicks},
	{name: "groups of a CSV file", job: stationtemperatures.Job, input: measurements, head: "station;temperature\n"},
	{name: "groups", job: tradetotals.Job},
	{name: "tumbling windows", job: minutetrades.Job},
	{name: "windows over windows", job: hopminutes.Job},
	{name: "changes of windows", job: minutechanges.Job, key: regexp.MustCompile(`TRADER\d+,SYM\d+,[^,]*`)},
	{name: "moving frames", job: movingaverage.Job},
	{name: "the first of each window, by time", job: topproducts.Job},
	{name: "groups that are forgotten", job: livedevices.Job, order: true},
	{name: "the last of each key", job: latestpositions.Job, order: true},
	{name: "groups on disk", job: visitortotals.Job, disk: true},
	{name: "changes", job: runningtotals.Job, key: regexp.MustCompile(`"symbol":"[^"]*"`)},
}

// clicks are rows of user_sessions, in the order of their times but for two seconds.
func clicks(r *rand.Rand) (lines []string) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	for range 1 + r.IntN(1500) {
		at = at.Add(time.Duration(r.Int64N(int64(20 * time.Second))))
		spent := "null"
		if r.IntN(3) == 0 {
			spent = fmt.Sprintf("%d.%02d", r.IntN(100), r.IntN(100))
		}
		lines = append(lines, fmt.Sprintf(`{"user_id": "user%d", "page": "/page%d", "spent": %s, "happened": "%s"}`+"\n", r.IntN(20), r.IntN(9), spent,
			at.Add(-time.Duration(r.Int64N(int64(2*time.Second)))).Format("2006-01-02 15:04:05.000")))
	}
	return lines
}

func measurements(r *rand.Rand) (lines []string) {
	for range 1 + r.IntN(3000) {
		lines = append(lines, fmt.Sprintf("Station %d;%d.%d\n", r.IntN(1+r.IntN(300)), r.IntN(40)-5, r.IntN(10)))
	}
	return lines
}

func TestGeneratedJobs(t *testing.T) {
	seeds(t, func(t *testing.T, w *world) {
		g := &generated{generatedJob: generatedJobs[w.random.IntN(len(generatedJobs))], world: w}
		g.makeInput()
		s := newScenario(w, g)
		s.config.Set = append(s.config.Set, g.set()...)
		if g.disk {
			s.config.StateMemory, s.config.StateDir = 1+w.random.Int64N(16<<10), t.TempDir()
		}
		s.run(t)
	})
}

// generated is a generated job in a world.
type generated struct {
	generatedJob
	world *world
	files map[string][]byte
}

func (g *generated) input() map[string][]byte { return g.files }
func (g *generated) repeats() bool            { return false }
func (g *generated) alone() bool              { return g.order }

// settle: which of a group's changes pass a condition depends on how rows from several partitions meet, not how many there are.
func (g *generated) settle(o *rt.OutputStats) {
	if g.key != nil {
		o.Written, o.Filtered = o.Written+o.Filtered, 0
	}
}

// makeInput deals the source's lines to a few files, some of them compressed.
func (g *generated) makeInput() {
	g.files = map[string][]byte{}
	if g.generatedJob.input == nil {
		return
	}
	lines := g.generatedJob.input(g.world.random)
	for i := range 1 + g.world.random.IntN(3) {
		count := g.world.random.IntN(len(lines) + 1)
		content := g.head + strings.Join(lines[:count], "")
		lines = lines[count:]
		name := fmt.Sprintf("in/%d.txt", i)
		if g.world.random.IntN(3) == 0 {
			name, content = name+".gz", packed(content)
		}
		g.files[name] = []byte(content)
	}
}

func packed(content string) string {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	_, _ = zip.Write([]byte(content)) // into memory
	_ = zip.Close()
	return b.String()
}

// set are the options that make a job small, and slow.
func (g *generated) set() []rt.Assignment {
	job := g.generatedJob.job()
	source := job.Sources[0].Name
	set := []rt.Assignment{{Table: job.Sinks[0].Name, Key: "path", Value: "out/result.txt"}}
	if g.generatedJob.input != nil {
		ranges := []string{"4 kb", "16 kb", "1 mb"}[g.world.stream("ranges").IntN(3)]
		return append(set, rt.Assignment{Table: source, Key: "path", Value: "in/*"}, rt.Assignment{Table: source, Key: "source.split-size", Value: ranges},
			rt.Assignment{Table: source, Key: "source.max-line-length", Value: "500"})
	}
	rate := fmt.Sprint(500 + g.world.random.IntN(20_000))
	return append(set, rt.Assignment{Table: source, Key: "number-of-rows", Value: fmt.Sprint(1 + g.world.random.IntN(1500))},
		rt.Assignment{Table: source, Key: "fields.i.end", Value: "1000000"}, rt.Assignment{Table: source, Key: "rows-per-second", Value: rate})
}

func (g *generated) job(int) *rt.Job { return g.generatedJob.job() }

var operation = regexp.MustCompile(`[+-][IUD]`)

// folded leaves the last row of each key that isn't deleted. A row may not come twice as an insert, nor change before it is there.
func (g *generated) folded(t *testing.T, lines []string) (left []string) {
	t.Helper()
	if g.key == nil {
		return lines
	}
	rows := map[string]string{}
	for _, line := range lines {
		op, key := operation.FindString(line), g.key.FindString(line)
		_, there := rows[key]
		if key == "" || there == (op == "+I") {
			t.Errorf("%q, but the row is there: %t", line, there)
		}
		if rows[key] = operation.ReplaceAllString(line, ""); op == "-D" {
			delete(rows, key)
		}
	}
	for _, row := range rows {
		left = append(left, row)
	}
	return left
}
