//go:build unix

package disk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/weirsql/weir/runtime/disk"
	"github.com/weirsql/weir/runtime/disk/disktest"
)

// retried is a disk whose operations are tried again for ten seconds, of the test's own clock.
type retried struct {
	disk.FS
	again, passed int
	stop          chan struct{}
}

func retrying(d disk.FS) *retried {
	r := &retried{stop: make(chan struct{})}
	r.FS = disk.Retrying(d, disk.Retries{Limit: 10 * time.Second, Stop: r.stop,
		Again: func(error) { r.again++ }, Passed: func() { r.passed++ }})
	return r
}

var (
	passing   = []error{syscall.EINTR, syscall.EAGAIN, syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENOMEM}
	uncertain = []error{syscall.EIO, syscall.ETIMEDOUT, syscall.EHOSTUNREACH}
)

// Whatever fails on the way, half written or not: what is read back, past all of it, is what was written, each byte once and in its place.
func TestRetriedWritesLoseAndRepeatNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	tries := 0
	for range 300 {
		synctest.Test(t, func(t *testing.T) {
			d := disktest.New()
			files := retrying(d)
			d.Fail(func(_ int, what string) error {
				if r.IntN(3) > 0 {
					return nil
				}
				errs := passing
				if verb, _, _ := strings.Cut(what, " "); verb == "read" || verb == "open" || what == "write placed" {
					errs = append(errs[:len(errs):len(errs)], uncertain...)
				}
				return errs[r.IntN(len(errs))]
			})
			var want []byte
			f, err := files.Create("sequence")
			if err != nil {
				t.Fatal(seed, err)
			}
			for i := range 20 {
				block := bytes.Repeat([]byte{byte('a' + i)}, r.IntN(50))
				want = append(want, block...)
				if n, err := f.Write(block); err != nil || n != len(block) {
					t.Fatal(seed, n, err)
				}
			}
			if got := d.Files()["sequence"]; !bytes.Equal(got, want) {
				t.Fatalf("seed %d: %q, not %q", seed, got, want)
			}
			placed, err := files.CreateNew("placed", 0o666)
			if err != nil {
				t.Fatal(seed, err)
			}
			for _, i := range r.Perm(len(want)/10 + 1) {
				block := want[i*10 : min(i*10+10, len(want))]
				if n, err := placed.WriteAt(block, int64(i*10)); err != nil || n != len(block) {
					t.Fatal(seed, n, err)
				}
			}
			if got := d.Files()["placed"]; !bytes.Equal(got, want) {
				t.Fatalf("seed %d: %q, not %q", seed, got, want)
			}
			in, err := files.Open("sequence")
			if err != nil {
				t.Fatal(seed, err)
			}
			if got, err := io.ReadAll(in); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("seed %d: %q, not %q: %v", seed, got, want, err)
			}
			tries += files.again
		})
	}
	if tries < 1000 {
		t.Errorf("%d tries: too few", tries)
	}
}

// What is tried again depends on the error and on the operation, and it has an end.
func TestWhatIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		kind  string
		err   error
		again bool
	}{
		{"create", syscall.ENOSPC, true}, {"create", syscall.EIO, false}, {"create", syscall.EACCES, false}, {"create", syscall.EROFS, false},
		{"write", syscall.ENOSPC, true}, {"write", syscall.EIO, false}, {"write", syscall.EFBIG, false}, {"write", syscall.EPIPE, false},
		{"open", syscall.ESTALE, true}, {"open", syscall.EIO, true}, {"open", syscall.ENOENT, false}, {"open", syscall.EACCES, false},
		{"read", syscall.EIO, true}, {"read", syscall.ETIMEDOUT, true}, {"read", syscall.EISDIR, false},
		{"rename", syscall.ETIMEDOUT, false}, {"rename", syscall.EBUSY, true}, {"remove", syscall.EIO, false},
		{"sync", syscall.EIO, false}, {"sync", syscall.ENOSPC, false}, {"sync", syscall.EINTR, false}, {"close", syscall.EINTR, false},
	} {
		t.Run(fmt.Sprintf("%s %v", c.kind, c.err), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := disktest.New()
				d.Put("there", []byte("text"))
				files := retrying(d)
				calls := 0
				d.Fail(func(_ int, what string) error {
					if !strings.HasPrefix(what, c.kind+" ") {
						return nil
					}
					calls++
					return c.err
				})
				start := time.Now()
				err := everything(files)
				took := time.Since(start)
				if !errors.Is(err, c.err) || (files.again > 0) != c.again || files.again+1 != calls || files.passed != 0 {
					t.Errorf("%v: %d calls, %d times again", err, calls, files.again)
				}
				if c.again && (took < 9*time.Second || took > 11*time.Second || calls < 10 || calls > 200) || !c.again && took > 0 {
					t.Errorf("%d calls in %s", calls, took)
				}
			})
		})
	}
}

// everything does each operation once, and gives the first error.
func everything(files disk.FS) error {
	f, err := files.Create("made")
	if err != nil {
		return err
	}
	if _, err := f.Write([]byte("text")); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	in, err := files.Open("there")
	if err != nil {
		return err
	}
	if _, err := in.Read(make([]byte, 10)); err != nil {
		return err
	}
	if err := files.Rename("made", "renamed"); err != nil {
		return err
	}
	return files.Remove("renamed")
}

// A job that fails elsewhere doesn't wait.
func TestRetriesStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := disktest.New()
		files := retrying(d)
		d.Fail(func(int, string) error { return syscall.ENOSPC })
		time.AfterFunc(time.Second, func() { close(files.stop) })
		start := time.Now()
		if _, err := files.Create("made"); !errors.Is(err, syscall.ENOSPC) || time.Since(start) > 2*time.Second {
			t.Errorf("%v in %s", err, time.Since(start))
		}
	})
}
