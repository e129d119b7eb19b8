package simulation

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk/disktest"
)

// How many seeds are run, and the first one. WEIR_SIM_RUNS and WEIR_SIM_SEED override; a seed of 0 takes a new one.
const (
	simulationRuns = 50
	simulationSeed = 1
)

// Random graphs come through all that a world does to them. When the code was broken on purpose, 150 seeds of graphs and of generated jobs found
// files, names of sinks' files and renames that aren't synced; a sink that goes on behind a sync that failed; output that is put in place before that
// is recorded; sinks that aren't cut; gates that hold nothing; barriers that get lost, or are passed too early; first phases that keep groups;
// key groups dealt otherwise; sources that go on in the wrong place, or twice; segments and counters of earlier
// checkpoints that are forgotten; goroutines that stay. They don't find watermarks that aren't restored: none of the rows is late.
//
// That no checkpoint is lost is asked for by itself (keeps), since a job that goes on from an earlier one gives the same results: so they find names of segments
// and of manifests that aren't synced, and checkpoints that are removed before the next one is there. A job that outlives an error, and is killed a while
// later, shows a checkpoint that builds on one that failed, and states that forget what has changed.
func TestGraphs(t *testing.T) {
	seeds(t, func(t *testing.T, w *world) { newScenario(w, newGraph(w)).run(t) })
}

// What a seed says happens each time it is run, to the last operation of the disk: nearly always. Goroutines that one event wakes run in the
// order in which it woke them, but for those that Go's scheduler has interrupted, which goes by the machine's clock.
func TestReplays(t *testing.T) {
	if anyOrder {
		t.Skip("the race detector has goroutines run in any order")
	}
	const seeds, times = 10, 3
	strays := 0
	for seed := range uint64(seeds) {
		stories := map[uint64]int{}
		for range times {
			inWorld(t, seed, func(t *testing.T, w *world) {
				newScenario(w, newGraph(w)).run(t)
				stories[w.story]++
			})
		}
		switch {
		case len(stories) == times:
			strays++
			t.Logf("WEIR_SIM_SEED=%d went another way each time", seed)
		case len(stories) > 1:
			t.Logf("WEIR_SIM_SEED=%d went another way once", seed)
		}
	}
	if strays > seeds/2 { // a machine that is busy interrupts often
		t.Errorf("%d of %d seeds go another way each time", strays, seeds)
	}
}

// Each operation of the disk fails once, in a job of its own: full, broken, and as the last one before the power is cut or the process killed.
// The job ends with an error that says where, or goes on; and the next start makes it good. WEIR_SIM_RUNS operations are tried, spread over all.
func TestEachOperation(t *testing.T) {
	seed := uint64(number(t, "WEIR_SIM_SEED", simulationSeed))
	all := 0
	inWorld(t, seed, func(t *testing.T, w *world) {
		newScenario(w, newGraph(w)).once(t, fault{kind: none})
		all = w.count
	})
	runs := number(t, "WEIR_SIM_RUNS", simulationRuns)
	for i := range runs {
		at := all * i / runs
		for _, kind := range []faultKind{diskFull, ioError, powerCut, killed} {
			inWorld(t, seed, func(t *testing.T, w *world) {
				newScenario(w, newGraph(w)).once(t, fault{kind: kind, at: at, until: at})
			})
		}
	}
	t.Logf("WEIR_SIM_SEED=%d: %d of %d operations", seed, runs, all)
}

// found are seeds beyond those that are always run which find what few others do when the code is broken so: names of manifests that aren't synced, and
// checkpoints removed too early. What a seed does changes with whatever is drawn before, so that they are to be looked for anew when plans are made otherwise.
var found = map[string][]uint64{
	"TestGraphs":        {55, 81, 120, 148, 156, 180},
	"TestGeneratedJobs": {118, 132, 153, 189, 199},
}

// seeds runs each seed in a world of its own, and those that have found something.
func seeds(t *testing.T, run func(*testing.T, *world)) {
	first := uint64(number(t, "WEIR_SIM_SEED", simulationSeed))
	if first == 0 {
		first = rand.Uint64N(1 << 40)
	}
	var list []uint64
	for seed := first; seed < first+uint64(number(t, "WEIR_SIM_RUNS", simulationRuns)); seed++ {
		list = append(list, seed)
	}
	if first == simulationSeed && len(list) == simulationRuns {
		list = append(list, found[t.Name()]...)
	}
	for _, seed := range list {
		t.Run(fmt.Sprint("WEIR_SIM_SEED=", seed), func(t *testing.T) {
			inWorld(t, seed, func(t *testing.T, w *world) { run(t, w) })
		})
	}
}

func inWorld(t *testing.T, seed uint64, run func(*testing.T, *world)) {
	cryptotest.SetGlobalRandom(t, seed)             // temporary names
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // who runs is a matter of who was woken
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 30))
	synctest.Test(t, func(t *testing.T) { run(t, newWorld(seed)) })
}

func number(t *testing.T, variable string, fallback int) int {
	text := os.Getenv(variable)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// subject is a job that is simulated.
type subject interface {
	job(partitions int) *rt.Job
	// repeats says that rows go to all partitions, of which all but one filter them.
	repeats() bool
	// settle leaves in an output's counters what is the same whenever rows meet, in any number of partitions.
	settle(*rt.OutputStats)
	// folded is what the lines of an output come to.
	folded(t *testing.T, lines []string) []string
	// input is put on the disk.
	input() map[string][]byte
}

// scenario is a job, and what becomes of it.
type scenario struct {
	*world
	subject
	config rt.Config
	lives  []string
	floor  int64 // the last checkpoint that was complete, or that a life went on from: none may go on from an earlier one
}

func newScenario(w *world, s subject) *scenario {
	r := w.random
	made := &scenario{world: w, subject: s}
	made.config = rt.Config{CheckpointDir: "checkpoints", OnError: rt.Skip, BatchSize: []int64{0, 0, 1, 7, 4096}[r.IntN(5)],
		CheckpointPart: []int{1, 1, 30, 200, 0}[r.IntN(5)], CheckpointKeep: 1 + r.IntN(3)}
	if r.IntN(3) == 0 {
		made.config.OnError, made.config.DeadLetters = rt.DeadLetter, "letters/letters.jsonl"
	}
	return made
}

// outcome is what must be the same whatever happened.
type outcome struct {
	Read, Failed, Letters int64
	Outputs               []rt.OutputStats
	Operators             []rt.OperatorStats
	Files                 map[string][]string // lines, sorted, by output
}

// mostLives is how often something may go wrong.
const mostLives = 12

// run lets the job live until it is done, and compares.
func (s *scenario) run(t *testing.T) {
	want := s.begun(t)
	for {
		f := fault{kind: none}
		if len(s.lives) < mostLives {
			f = s.newFault()
		}
		if stats, done := s.live(t, f); done {
			s.compare(t, want, s.outcome(t, s.disk, stats))
			break
		}
	}
	s.again(t, want)
}

// once lets something go wrong once.
func (s *scenario) once(t *testing.T, f fault) {
	want := s.begun(t)
	stats, done := s.live(t, f)
	if !done {
		stats, _ = s.live(t, fault{kind: none})
	}
	s.compare(t, want, s.outcome(t, s.disk, stats))
}

// begun makes the world ready, and says what must come of the job.
func (s *scenario) begun(t *testing.T) outcome {
	want := s.undisturbed(t)
	s.put(s.disk)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(strings.Join(s.lives, "\n"))
		}
	})
	return want
}

// again starts the job when it is done, perhaps behind a power cut: nothing happens.
func (s *scenario) again(t *testing.T, want outcome) {
	if s.random.IntN(2) == 0 {
		s.lives = append(s.lives, "done, and the power is cut")
		s.disk.Cut(s.random)
	}
	stats, done := s.live(t, fault{kind: none})
	if !done {
		t.Fatal("a job that was done isn't done when it is started again")
	}
	s.compare(t, want, s.outcome(t, s.disk, stats))
}

func (s *scenario) put(disk *disktest.Disk) {
	for _, dir := range []string{"in", "out", "letters", "checkpoints"} {
		if err := disk.MkdirAll(dir); err != nil {
			panic(err)
		}
	}
	for name, content := range s.input() {
		disk.Put(name, content)
	}
}

// undisturbed is what a run without checkpoints gives, on a disk of its own.
func (s *scenario) undisturbed(t *testing.T) outcome {
	t.Helper()
	disk := disktest.New()
	s.put(disk)
	config := s.config
	config.Files, config.CheckpointDir, config.Partitions = disk, "", s.partitions()
	s.begin(fault{kind: none})
	stats, err := rt.Run(context.Background(), s.job(config.Partitions), config)
	if err != nil {
		t.Fatal("undisturbed: ", err)
	}
	return s.outcome(t, disk, stats)
}

func (s *scenario) partitions() int {
	if one, ok := s.subject.(interface{ alone() bool }); ok && one.alone() {
		return 1
	}
	return []int{1, 2, 3, 4, 7}[s.random.IntN(5)]
}

// live lets the job live once. done: there is nothing left to do.
func (s *scenario) live(t *testing.T, f fault) (stats *rt.Stats, done bool) {
	t.Helper()
	var log bytes.Buffer
	config := s.config
	config.Files, config.Partitions, config.Log = s.disk, s.partitions(), &log
	config.CheckpointInterval = time.Duration(1 + s.random.Int64N(int64(30*s.pace)))
	what := fmt.Sprintf("%d partitions, %s", config.Partitions, f)
	s.begin(f)
	defer s.hurry(what)()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if f.kind == stopped {
		time.AfterFunc(f.after, stop)
	}
	began := time.Now()
	stats, err := rt.Run(ctx, s.job(config.Partitions), config)
	stop()
	s.lives = append(s.lives, fmt.Sprintf("%s: %s: %v %s", what, time.Since(began), err, &log))
	if err != nil && !(s.excused(f) && f.excuses(err)) || strings.Contains(log.String(), "can't be used") {
		t.Fatalf("%s: %v\n%s", what, err, &log)
	}
	if err != nil && !f.says(err) {
		t.Errorf("%s: %v: it doesn't say where", what, err)
	}
	s.keeps(t, stats)
	s.end()
	return stats, err == nil && !stats.Drained
}

// keeps checks that no checkpoint is lost which was complete, nor one that the job has gone on from: results may be right without it, but what
// was done since is done again, and with the last one that is kept the job would be.
func (s *scenario) keeps(t *testing.T, stats *rt.Stats) {
	t.Helper()
	if stats == nil || stats.Checkpoints == nil {
		return // it didn't get so far
	}
	saved := stats.Checkpoints
	if saved.From < s.floor {
		t.Errorf("the job went on from checkpoint %d, though there was number %d", saved.From, s.floor)
	}
	s.floor = max(s.floor, saved.From, saved.Last)
}

func (s *scenario) compare(t *testing.T, want, got outcome) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want.Files)) {
		if !slices.Equal(want.Files[name], got.Files[name]) {
			t.Errorf("%s: %d rows, want %d: %s", name, len(got.Files[name]), len(want.Files[name]), firstDifference(got.Files[name], want.Files[name]))
		}
	}
	want.Files, got.Files = nil, nil
	if !reflect.DeepEqual(want, got) {
		t.Errorf("counters are\n%+v, want\n%+v", got, want)
	}
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%q in place of %q", got[i], want[i])
		}
	}
	return "the rest is the same"
}

func (s *scenario) outcome(t *testing.T, disk *disktest.Disk, stats *rt.Stats) outcome {
	t.Helper()
	total := stats.Total()
	o := outcome{Read: total.Read, Failed: total.Failed, Letters: total.DeadLetters, Outputs: total.Outputs, Operators: total.Operators, Files: map[string][]string{}}
	for i := range o.Outputs {
		o.Outputs[i].Bytes = 0
		s.settle(&o.Outputs[i])
	}
	for i := range o.Operators {
		o.Operators[i].Spilled, o.Operators[i].SpilledBytes, o.Operators[i].Fetched = 0, 0, 0 // how many partitions share the memory decides
		if s.repeats() {
			o.Operators[i].Filtered = 0
		}
	}
	slices.SortFunc(o.Outputs, func(a, b rt.OutputStats) int { return strings.Compare(a.Sink, b.Sink) })
	slices.SortFunc(o.Operators, func(a, b rt.OperatorStats) int { return strings.Compare(a.Name, b.Name) })
	files := disk.Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		output, isOutput := outputOf(name)
		if !isOutput {
			continue
		}
		o.Files[output] = append(o.Files[output], s.lines(t, name, files[name])...)
	}
	for output, lines := range o.Files {
		o.Files[output] = s.folded(t, lines)
		slices.Sort(o.Files[output])
	}
	return o
}

// outputOf is the table that a file is of: a job writes one file for all partitions, or one for each.
func outputOf(name string) (output string, ok bool) {
	if dir := path.Dir(name); dir != "out" && dir != "letters" || strings.HasPrefix(path.Base(name), ".") {
		return "", false
	}
	end := strings.IndexAny(path.Base(name), "-.")
	return path.Base(name)[:end], true
}

var letterTime = regexp.MustCompile(`"time":"[^"]*"|"line":[^,]*`)

func (s *scenario) lines(t *testing.T, name string, content []byte) []string {
	t.Helper()
	if strings.HasSuffix(name, ".gz") {
		zip, err := gzip.NewReader(bytes.NewReader(content))
		if err == nil {
			content, err = io.ReadAll(zip)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		lines = append(lines, letterTime.ReplaceAllString(line, ""))
	}
	return lines
}
