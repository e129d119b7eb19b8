package simulation

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/weirsql/weir/runtime/disk/disktest"
)

// world is what a job lives in: it outlasts the job's lives.
type world struct {
	seed   uint64
	disk   *disktest.Disk
	random *rand.Rand // of whoever makes plans; what happens within a life has streams of its own
	pace   time.Duration

	mu     sync.Mutex
	actors map[string]*rand.Rand
	story  uint64 // hash of all that happened, in its order
	events int
	off    bool // the process is dead, or the power is off
	fault  fault
	count  int // of operations that may fail, in this life
	left   int // operations until the process is killed; 0 for never
	reads  int // of sources that aren't files
}

func newWorld(seed uint64) *world {
	w := &world{seed: seed, disk: disktest.New(), random: rand.New(rand.NewPCG(seed, 1)), actors: map[string]*rand.Rand{}}
	w.pace = time.Duration(100+w.random.IntN(2000)) * time.Microsecond
	return w
}

// stream is an actor's own sequence of random numbers, so that what one does doesn't change what another one does.
func (w *world) stream(actor string) *rand.Rand {
	w.mu.Lock()
	defer w.mu.Unlock()
	made := w.actors[actor]
	if made == nil {
		name := fnv.New64a()
		name.Write([]byte(actor))
		made = rand.New(rand.NewPCG(w.seed, name.Sum64()))
		w.actors[actor] = made
	}
	return made
}

// pause takes an actor some time, and notes what it is about to do. No two wake at the same instant, as a rule: so the seed says who is
// next, and who runs is alone.
func (w *world) pause(actor string) {
	r := w.stream(actor)
	w.mu.Lock() // partitions may write one file at once
	most := 2 * w.pace
	switch r.IntN(40) {
	case 0:
		most *= 20
	case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10:
		most /= 50
	}
	pause := time.Duration(1 + r.Int64N(int64(most)))
	w.mu.Unlock()
	time.Sleep(pause)
	w.note(actor)
}

// note adds to the story.
func (w *world) note(event string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	sum := fnv.New64a()
	fmt.Fprint(sum, w.story, " ", time.Now().UnixNano(), " ", event)
	w.story = sum.Sum64()
	w.events++
	if traceStories {
		fmt.Fprintln(os.Stderr, time.Now().Format("05.000000000"), event)
	}
}

// traceStories prints each event: to see what a seed does.
var traceStories = os.Getenv("WEIR_SIM_TRACE") != ""

// fault is what goes wrong in a life.
type fault struct {
	kind  faultKind
	on    string        // the operations that count: those that begin so, on a path or a file
	at    int           // the one that it begins with; of a source that isn't a file, the read
	until int           // the operation that it ends with
	then  int           // how many operations behind the first that failed the process is killed besides; 0 for none
	after time.Duration // when a signal comes
}

type faultKind string

const (
	none     faultKind = "nothing"
	powerCut faultKind = "the power is cut"
	killed   faultKind = "the process is killed"
	stopped  faultKind = "the job is asked to stop"
	diskFull faultKind = "the disk is full"
	ioError  faultKind = "the disk fails"
	badRead  faultKind = "the source fails"
	unsaved  faultKind = "a checkpoint can't be written, and the process is killed a while later"
)

func (f fault) String() string {
	return fmt.Sprintf("%s at %s%d to %d, killed %d behind that, %s", f.kind, f.on, f.at, f.until, f.then, f.after)
}

// faults are what may go wrong: crashes above all.
var faults = []faultKind{none, powerCut, powerCut, powerCut, powerCut, killed, killed, stopped, stopped, diskFull, ioError, ioError, badRead, unsaved}

func (w *world) newFault() fault {
	r := w.random
	f := fault{kind: faults[r.IntN(len(faults))]}
	f.at = r.IntN(1 + r.IntN(1000))
	if r.IntN(2) == 0 { // where orders matter
		f.on = []string{"sync ", "sync checkpoints", "sync out", "rename ", "remove ", "truncate ", "create "}[r.IntN(7)]
		f.at = r.IntN(1 + r.IntN(40))
	}
	if f.kind == badRead || f.kind == diskFull {
		f.on, f.at = "", r.IntN(1+r.IntN(100))
	}
	if f.kind == unsaved {
		f.on, f.at = "sync checkpoints/segment", r.IntN(1+r.IntN(60))
	}
	f.until = f.at + r.IntN(1+r.IntN(60))
	if (f.kind == diskFull || f.kind == ioError) && r.IntN(2) == 0 { // what was built upon something that failed
		f.then = 1 + r.IntN(1+r.IntN(500))
	}
	if f.kind == unsaved {
		f.then = 50 + r.IntN(400)
	}
	f.after = time.Duration(r.Int64N(int64(200 * w.pace)))
	return f
}

// begin starts a life.
func (w *world) begin(f fault) {
	w.off, w.fault, w.count, w.left, w.reads = false, f, 0, 0, 0
	w.disk.Fail(w.operation)
}

// end ends a life: whoever is dead leaves the disk as it is then.
func (w *world) end() {
	switch {
	case w.off && w.fault.kind != powerCut:
		w.disk.Kill()
	case w.off:
		w.disk.Cut(w.random)
	default:
		w.disk.Fail(nil)
	}
}

// operation is asked for each one of the disk.
func (w *world) operation(_ int, what string) error {
	w.pause(what)
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.fault
	if w.left > 0 {
		w.left--
		w.off = w.left == 0
	}
	if w.off {
		return disktest.ErrOff
	}
	if !strings.HasPrefix(what, f.on) {
		return nil
	}
	number := w.count
	w.count++
	switch f.kind {
	case powerCut, killed:
		if number >= f.at {
			w.off = true
			return disktest.ErrOff
		}
	case diskFull:
		if number >= f.at && number <= f.until && needsRoom(what) {
			w.fails()
			return syscall.ENOSPC
		}
	case badRead:
		if number >= f.at && strings.HasPrefix(what, "read in/") {
			return syscall.EIO
		}
	case unsaved:
		if number == f.at {
			w.fails()
			return syscall.EIO
		}
	case ioError:
		if number >= f.at && number <= f.at+(f.until-f.at)/20 {
			w.fails()
			return syscall.EIO
		}
	}
	return nil
}

// fails notes that an operation has failed, which the process may not outlive for long.
func (w *world) fails() {
	if w.left == 0 {
		w.left = w.fault.then
	}
}

func needsRoom(what string) bool {
	return strings.HasPrefix(what, "write ") || strings.HasPrefix(what, "create ") || strings.HasPrefix(what, "mkdir ")
}

// read is asked for each batch of a source that isn't a file.
func (w *world) read() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reads++
	switch {
	case w.off:
		return disktest.ErrOff
	case w.fault.kind == badRead && w.reads > w.fault.at:
		return syscall.EIO
	}
	return nil
}

// excused says that an error isn't a surprise: of crashes, that the life has come to it.
func (w *world) excused(f fault) bool { return f.kind != powerCut && f.kind != killed || w.off }

// excuses says whether an error is what the life's fault had to lead to.
func (f fault) excuses(err error) bool {
	if f.then > 0 && errors.Is(err, disktest.ErrOff) {
		return true
	}
	switch f.kind {
	case powerCut, killed:
		return errors.Is(err, disktest.ErrOff)
	case diskFull:
		return errors.Is(err, syscall.ENOSPC)
	case ioError, badRead, unsaved:
		return errors.Is(err, syscall.EIO)
	}
	return false
}

// says reports that the error of a disk names the file, or what it was for.
func (f fault) says(err error) bool {
	if f.kind != diskFull && f.kind != ioError && f.kind != unsaved || errors.Is(err, disktest.ErrOff) {
		return true
	}
	return slices.ContainsFunc([]string{"checkpoint directory ", "checkpoints/", "table ", "--dead-letter", "in/", "out/"}, func(where string) bool {
		return strings.Contains(err.Error(), where)
	})
}

// patience is how long a life may take, by its own clock.
const patience = 10 * time.Minute

// hurry ends the test where a life takes too long: workers that look at the clock wait for ever without a deadlock.
func (w *world) hurry(what string) (stop func()) {
	timer := time.AfterFunc(patience, func() {
		stacks := make([]byte, 1<<20)
		fmt.Fprintf(os.Stderr, "WEIR_SIM_SEED=%d: the job doesn't end: %s\n%s", w.seed, what, stacks[:runtime.Stack(stacks, true)])
		os.Exit(1)
	})
	return func() { timer.Stop() }
}
