package datagen

import (
	"io"
	"testing"
	"testing/synctest"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// opened is a reader of each split of a source.
func opened(t *testing.T, s rt.Source, partitions int) (readers []rt.Reader) {
	t.Helper()
	splits, err := s.Splits(t.Context(), partitions)
	if err != nil {
		t.Fatal(err)
	}
	for _, split := range splits {
		r, err := s.NewReader()
		if err == nil {
			err = r.Open(t.Context(), split)
		}
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	return readers
}

// A reader waits for one that is far behind, a moment for each batch, as long as that one hasn't come to its end.
func TestReadersStayTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := NewSource(table("number-of-rows", "400000"))
		if err != nil {
			t.Fatal(err)
		}
		readers := opened(t, s, 2)
		read := func(r rt.Reader) error { return r.Read(t.Context(), &rt.Batch{}) }
		took := func(r rt.Reader, batches int) time.Duration {
			began := time.Now()
			for range batches {
				if err := read(r); err != nil {
					t.Fatal(err)
				}
			}
			return time.Since(began)
		}
		if waited := took(readers[0], aheadBatches+1); waited > 0 {
			t.Errorf("a reader that isn't far ahead waits %v", waited)
		}
		if waited := took(readers[0], 3); waited != 3*longestWait {
			t.Errorf("a reader that is far ahead waits %v for three batches", waited)
		}
		go func() {
			time.Sleep(longestWait / 5)
			_ = took(readers[1], 5)
		}()
		if waited := took(readers[0], 1); waited != longestWait/5 {
			t.Errorf("a reader that the slowest one catches up with waits %v", waited)
		}
		synctest.Wait()
		for err = error(nil); err == nil; {
			err = read(readers[1])
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		if waited := took(readers[0], 10); waited > 0 {
			t.Errorf("a reader waits %v for one that is done", waited)
		}
	})
}
