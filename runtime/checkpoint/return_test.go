package checkpoint

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/weirsql/weir/runtime/disk/disktest"
)

// numbers are those of a list of checkpoints.
func numbers(list []*Manifest) (of []int64) {
	for _, m := range list {
		of = append(of, m.Number)
	}
	return of
}

// A job that goes back gives up what came behind, and nothing else.
func TestReturn(t *testing.T) {
	d, m := disktest.New(), newModel(seeded(t))
	s := mustOpen(t, d)
	course := func(checkpoints int) {
		t.Helper()
		for range checkpoints {
			var on *Manifest
			if latest := s.Latest(); len(latest) > 0 {
				on = latest[0]
			}
			if _, err := m.write(s, on); err != nil {
				t.Fatal(err)
			}
		}
	}
	save := func(name string) {
		t.Helper()
		if err := save(s, s.Latest()[0], name); err != nil {
			t.Fatal(err)
		}
	}
	course(4)
	save("early")
	course(4)
	save("late")
	course(2)
	early, err := s.Savepoint("early")
	if err != nil {
		t.Fatal(err)
	}
	back, err := s.Return(early)
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers(s.Latest()); back.Number != 11 || !slices.Equal(got, []int64{11}) { // the three of before are behind checkpoint 4
		t.Errorf("checkpoints %v", got)
	}
	m.manifest[back.Number] = m.manifest[early.Number]
	course(1)
	save("again")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, d)
	for _, found := range slices.Concat(s.Latest(), s.Savepoints()) {
		if gone := s.GivenUp(found); gone != (found.Name == "late") {
			t.Errorf("%s is given up: %t", found, gone)
		}
		if err := m.check(t, s, found); err != nil {
			t.Error(err)
		}
	}
	if got := numbers(s.Savepoints()); !slices.Equal(got, []int64{12, 8, 4}) {
		t.Errorf("savepoints %v", got)
	}
}

// The power is cut at each operation of a return: the job goes on from where it was or from where it shall be, and from nowhere in between.
func TestPowerCutReturning(t *testing.T) {
	r := seeded(t)
	before, behind := 0, 0
	for cut := 0; ; cut++ {
		d, m := disktest.New(), newModel(r)
		s := mustOpen(t, d)
		var last *Manifest
		for range 3 {
			var err error
			if last, err = m.write(s, last); err != nil {
				t.Fatal(err)
			}
		}
		d.Fail(func(operation int, what string) error {
			if operation >= cut {
				return errors.New("the power is off")
			}
			return nil
		})
		_, failure := s.Return(s.Latest()[1])
		d.Cut(r)
		s = mustOpen(t, d)
		switch got := numbers(s.Latest()); {
		case slices.Equal(got, []int64{3, 2, 1}) && failure != nil:
			before++
		case slices.Equal(got, []int64{4, 2, 1}):
			behind++
		default:
			t.Fatalf("operation %d: checkpoints %v, %v", cut, got, failure)
		}
		if failure == nil {
			break
		}
	}
	if before == 0 || behind == 0 {
		t.Errorf("%d times as it was, %d times as it shall be", before, behind)
	}
}

// Who looks changes nothing, and needs no lock.
func TestLook(t *testing.T) {
	d, m := disktest.New(), newModel(seeded(t))
	s := mustOpen(t, d)
	made, err := m.write(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	pending := s.Begin() // in the making while somebody looks
	if _, err := pending.Segment(0); err != nil {
		t.Fatal(err)
	}
	d.Fail(func(_ int, what string) error {
		if verb, _, _ := strings.Cut(what, " "); slices.Contains([]string{"mkdir", "create", "write", "sync", "rename", "remove", "lock"}, verb) {
			return errors.New(what)
		}
		return nil
	})
	seen, err := Look(dir, "orders", d)
	if err != nil {
		t.Fatal(err)
	}
	d.Fail(nil)
	if !slices.Equal(numbers(seen.Latest()), []int64{1}) || !slices.Equal(seen.Unfinished(), []int64{2}) {
		t.Errorf("checkpoints %v, unfinished %v", numbers(seen.Latest()), seen.Unfinished())
	}
	if err := m.check(t, s, made); err != nil {
		t.Error(err)
	}
	for _, c := range []struct{ dir, job, want string }{
		{dir, "payments", "checkpoint 1 is of job orders, not of payments"},
		{"state/other", "orders", "checkpoint directory state/other: "},
	} {
		if _, err := Look(c.dir, c.job, d); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, not %s", err, c.want)
		}
	}
}
