package checkpoint

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/disk"
	"github.com/weirsql/weir/runtime/disk/disktest"
)

const dir = "state/orders"

// seeded returns a generator whose seed is printed where the test fails.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

func mustOpen(t *testing.T, d disk.FS) *Store {
	t.Helper()
	s, err := Open(dir, "orders", Options{Files: d})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// model is what the store was given: the entries of every segment, and the manifests of every checkpoint that was tried.
type model struct {
	r        *rand.Rand
	entries  map[Segment][]string
	manifest map[int64]expected
}

type expected struct {
	segments []Segment
	content  string
}

func newModel(r *rand.Rand) *model {
	return &model{r: r, entries: map[Segment][]string{}, manifest: map[int64]expected{}}
}

// write makes a checkpoint on top of an earlier one, of which it needs some segments. It returns its number, and an error where it
// isn't complete.
func (m *model) write(s *Store, on *Manifest) (*Manifest, error) {
	p := s.Begin()
	var earlier []Segment
	if on != nil {
		earlier = slices.DeleteFunc(slices.Clone(on.Segments), func(Segment) bool { return m.r.IntN(3) == 0 })
	}
	want := expected{segments: slices.Clone(earlier), content: fmt.Sprint("content ", m.r.Uint64())}
	for partition := range 1 + m.r.IntN(3) {
		w, err := p.Segment(partition)
		if err != nil {
			p.Abort()
			return nil, err
		}
		var entries []string
		for range m.r.IntN(4) {
			entry := strings.Repeat(string(rune('a'+m.r.IntN(26))), m.r.IntN(20))
			entries = append(entries, entry)
			w.Append([]byte(entry))
		}
		if len(entries) > 0 {
			about := w.about
			about.Bytes += int64(len(w.block))
			m.entries[about] = entries
			want.segments = append(want.segments, about)
		}
	}
	m.manifest[p.Number] = want
	return p.Commit(earlier, want.content)
}

// check compares a checkpoint that can be read with what was written.
func (m *model) check(t *testing.T, s *Store, found *Manifest) error {
	t.Helper()
	read := map[Segment][]string{}
	err := s.Read(found, func(from Segment, entry []byte) error {
		read[from] = append(read[from], string(entry))
		return nil
	})
	if err != nil {
		return err
	}
	want := m.manifest[found.Number]
	if !slices.Equal(found.Segments, want.segments) || string(found.Content) != fmt.Sprintf("%q", want.content) {
		t.Fatalf("checkpoint %d: %v, %s, want %v", found.Number, found.Segments, found.Content, want)
	}
	for _, segment := range found.Segments {
		if !slices.Equal(read[segment], m.entries[segment]) {
			t.Fatalf("checkpoint %d, %s: %q, want %q", found.Number, segment.name(), read[segment], m.entries[segment])
		}
	}
	return nil
}

// usable returns the last checkpoint that can be used; nil for none.
func (m *model) usable(t *testing.T, s *Store) *Manifest {
	t.Helper()
	for _, found := range s.Latest() {
		err := m.check(t, s, found)
		var damage *DamageError
		if err == nil {
			return found
		}
		if !errors.As(err, &damage) {
			t.Fatal(err)
		}
	}
	return nil
}

func TestKeepsTheLastCheckpoints(t *testing.T) {
	d, m := disktest.New(), newModel(seeded(t))
	s := mustOpen(t, d)
	var last *Manifest
	for range 40 {
		var err error
		if last, err = m.write(s, last); err != nil || s.Leftover() != nil {
			t.Fatal(err, s.Leftover())
		}
	}
	if err := save(s, last, "before-upgrade"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err := m.write(s, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, d)
	var numbers []int64
	needed := map[string]bool{lockName: true}
	for _, found := range append(s.Latest(), s.saved...) {
		numbers = append(numbers, found.Number)
		if err := m.check(t, s, found); err != nil {
			t.Error(err)
		}
		needed[found.fileName()] = true
		for _, segment := range found.Segments {
			needed[segment.name()] = true
		}
	}
	if !slices.Equal(numbers, []int64{50, 49, 48, 40}) {
		t.Errorf("checkpoints %v are kept", numbers)
	}
	for name := range d.Files() {
		if !needed[strings.TrimPrefix(name, dir+"/")] {
			t.Errorf("%s isn't needed any longer", name)
		}
	}
	if saved, err := s.Savepoint("before-upgrade"); err != nil || saved.Number != 40 {
		t.Error(saved, err)
	}
}

func TestLongEntriesAndManyBlocks(t *testing.T) {
	s := mustOpen(t, disktest.New())
	p := s.Begin()
	want := map[int][]string{}
	var group sync.WaitGroup
	for partition := range 4 {
		for i := range 300 {
			want[partition] = append(want[partition], strings.Repeat(fmt.Sprint(partition, i), i*i%9973))
		}
		want[partition] = append(want[partition], strings.Repeat("x", 3*blockBytes), "", "last")
	}
	for partition, entries := range want {
		group.Go(func() {
			w, err := p.Segment(partition)
			if err != nil {
				t.Error(err)
				return
			}
			for _, entry := range entries {
				w.Append([]byte(entry))
			}
		})
	}
	group.Wait()
	made, err := p.Commit(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int][]string{}
	err = s.Read(made, func(from Segment, entry []byte) error {
		got[from.Partition] = append(got[from.Partition], string(entry))
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("other entries come back: %v", err)
	}
}

// Whatever byte of whatever file is damaged: a checkpoint that needs the file isn't used, and no other one suffers.
func TestDamage(t *testing.T) {
	d, m := disktest.New(), newModel(rand.New(rand.NewPCG(7, 7)))
	s := mustOpen(t, d)
	first, err := m.write(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.write(s, first); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cases := 0
	for name, whole := range d.Files() {
		if strings.HasSuffix(name, lockName) {
			continue
		}
		for at := range whole {
			flipped := slices.Clone(whole)
			flipped[at] ^= 1 << (at % 8)
			for _, damaged := range [][]byte{flipped, whole[:at], append(slices.Clone(whole), whole[at])} {
				cases++
				d.Put(name, damaged)
				checkDamaged(t, d, m, strings.TrimPrefix(name, dir+"/"))
			}
		}
		d.Put(name, whole)
	}
	t.Logf("%d damaged files", cases)
	if cases < 1000 {
		t.Error("too few")
	}
}

func checkDamaged(t *testing.T, d *disktest.Disk, m *model, name string) {
	t.Helper()
	s := mustOpen(t, d)
	want := int64(0)
	for number, expected := range m.manifest {
		whole := name != (&Manifest{Number: number}).fileName()
		for _, segment := range expected.segments {
			whole = whole && segment.name() != name
		}
		if whole {
			want = max(want, number)
		}
	}
	found := m.usable(t, s)
	if (found == nil) != (want == 0) || found != nil && found.Number != want {
		t.Fatalf("%s is damaged, and %v is used, not %d", name, found, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// The power is cut while checkpoints are written, again and again: what was complete is there, and nothing is there that isn't.
func TestPowerCut(t *testing.T) {
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	r := seeded(t)
	cuts := 0
	for range rounds {
		d, m := disktest.New(), newModel(r)
		complete := int64(0) // the last checkpoint that is certain
		for range 1 + r.IntN(4) {
			s := mustOpen(t, d)
			last := m.usable(t, s)
			if complete > 0 && (last == nil || last.Number < complete) {
				t.Fatalf("%v is there, but checkpoint %d was complete, or was found", last, complete)
			}
			if last != nil {
				complete = last.Number // a job has gone on from it
			}
			cut := r.IntN(60)
			d.Fail(func(operation int, what string) error {
				if operation >= cut {
					return errors.New("the power is off")
				}
				return nil
			})
			for range 5 {
				made, err := m.write(s, last)
				if err != nil {
					break
				}
				last, complete = made, made.Number
			}
			if r.IntN(3) == 0 {
				d.Kill()
				continue
			}
			d.Cut(r)
			cuts++
		}
	}
	t.Logf("%d power cuts", cuts)
}

// Any operation may fail, once or from then on. A checkpoint that couldn't be written takes nothing along, and the next one is complete.
func TestEveryOperationFails(t *testing.T) {
	for _, once := range []bool{true, false} {
		for fail := 0; ; fail++ {
			d, m := disktest.New(), newModel(rand.New(rand.NewPCG(11, 11)))
			s := mustOpen(t, d)
			first, err := m.write(s, nil)
			if err != nil {
				t.Fatal(err)
			}
			d.Fail(func(operation int, what string) error {
				if operation == fail || !once && operation > fail {
					return fmt.Errorf("%s: no space left on device", what)
				}
				return nil
			})
			second, failure := m.write(s, first)
			leftover, operations := s.Leftover(), d.Operations()
			d.Fail(nil)
			if failure != nil {
				second = first
			}
			third, err := m.write(s, second)
			if err != nil || s.Leftover() != nil {
				t.Fatal(err, s.Leftover())
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if found := m.usable(t, mustOpen(t, d)); found == nil || found.Number != third.Number {
				t.Fatalf("operation %d failed, and then %v is there, not %v", fail, found, third)
			}
			if fail >= operations {
				if failure != nil {
					t.Errorf("it fails without a reason: %v", failure)
				}
				break
			}
			if failure == nil && leftover == nil {
				t.Errorf("operation %d of %d failed and nobody said so", fail, operations)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	d := disktest.New()
	s := mustOpen(t, d)
	if _, err := newModel(seeded(t)).write(s, nil); err != nil {
		t.Fatal(err)
	}
	other := func(job string) error {
		_, err := Open(dir, job, Options{Files: d})
		return err
	}
	refused := func(want string, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	refused("state/orders/LOCK: in use by another process", other("orders"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	unchanged := func(name string, content []byte, want, job string) {
		t.Helper()
		if name != "" {
			d.Put(dir+"/"+name, content)
		}
		before := d.Files()
		refused(want, other(job))
		if after := d.Files(); !maps.EqualFunc(before, after, slices.Equal[[]byte]) {
			t.Errorf("%s: the directory changed", want)
		}
		if name != "" {
			if err := d.Remove(dir + "/" + name); err != nil {
				t.Fatal(err)
			}
		}
	}
	body := []byte("{}\n")
	newer := append([]byte(manifestHead(manifestVersion+1, body)), body...)
	unchanged("", nil, "checkpoint 1 is of job orders, not of payments", "payments")
	unchanged("checkpoint-0000000002", newer, "was written by a newer version of Weir, in format 3", "orders")
	unchanged("notes.txt", []byte("mine"), "it holds notes.txt, which is no file of a checkpoint", "orders")
	if err := other("orders"); err != nil {
		t.Error(err)
	}
}

// A manifest of an earlier version is read.
func TestEarlierVersions(t *testing.T) {
	want := &Manifest{Number: 7, Job: "orders", Content: []byte(`{"phase": "running"}`)}
	text, err := want.encode()
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := bytes.Cut(text, []byte("\n"))
	for version := 1; version <= manifestVersion; version++ {
		got, err := decodeManifest(append([]byte(manifestHead(version, body)), body...))
		if err != nil || got.Number != want.Number || got.Job != want.Job {
			t.Errorf("version %d: %+v, %v", version, got, err)
		}
	}
}

// save keeps a checkpoint under a name.
func save(s *Store, m *Manifest, name string) error {
	named, err := s.NewSavepoint(name)
	if err != nil {
		return err
	}
	return named.Keep(m)
}

func TestSavepointNames(t *testing.T) {
	s := mustOpen(t, disktest.New())
	made, err := newModel(seeded(t)).write(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../up", `a\b`, "x.tmp", "two words", "line\n", "é", strings.Repeat("x", 101)} {
		var wrong *NameError
		if err := save(s, made, name); !errors.As(err, &wrong) {
			t.Errorf("a savepoint is named %q", name)
		}
	}
	if err := errors.Join(save(s, made, "a"), save(s, made, "A")); err == nil || err.Error() != "there is a savepoint a already" {
		t.Error(err)
	}
	if _, err := s.Savepoint("b"); err == nil {
		t.Error("there is a savepoint that nobody made")
	}
}

// On the machine's own disk, with its own lock.
func TestOS(t *testing.T) {
	at := t.TempDir() + "/checkpoints"
	s, err := Open(at, "orders", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(at, "orders", Options{}); !errors.Is(err, disk.ErrLocked) {
		t.Errorf("it is taken twice: %v", err)
	}
	m := newModel(seeded(t))
	var last *Manifest
	for range 5 {
		if last, err = m.write(s, last); err != nil || s.Leftover() != nil {
			t.Fatal(err, s.Leftover())
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(at, "orders", Options{}); err != nil {
		t.Fatal(err)
	}
	if found := m.usable(t, s); found == nil || found.Number != last.Number {
		t.Errorf("%v is there, not %v", found, last)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkSegment is the cost of an entry of 60 bytes, the disk's left out: fsync is in both.
func BenchmarkSegment(b *testing.B) {
	s, err := Open(b.TempDir(), "orders", Options{})
	if err != nil {
		b.Fatal(err)
	}
	p := s.Begin()
	w, err := p.Segment(0)
	if err != nil {
		b.Fatal(err)
	}
	entry := make([]byte, 60)
	b.SetBytes(int64(len(entry)))
	for b.Loop() {
		w.Append(entry)
	}
	if _, err := p.Commit(nil, nil); err != nil {
		b.Fatal(err)
	}
}
