package cacheline

import (
	"runtime"
	"slices"
	"testing"
	"unsafe"
)

// room is the memory of one value.
type room struct{ start, end uintptr }

func roomOf[T any](values []T) room {
	start := uintptr(unsafe.Pointer(unsafe.SliceData(values)))
	return room{start, start + uintptr(len(values))*unsafe.Sizeof(values[0])}
}

// Whatever their size, no two values are so near that a line, or the one beside it, has a part of both.
func TestNothingInBetween(t *testing.T) {
	t.Run("8", func(t *testing.T) { apart[[8]byte](t) })
	t.Run("20", func(t *testing.T) { apart[[20]byte](t) })
	t.Run("96 with a pointer", func(t *testing.T) {
		apart[struct {
			at *int
			_  [88]byte
		}](t)
	})
	t.Run("600 with a pointer", func(t *testing.T) {
		apart[struct {
			at *int
			_  [592]byte
		}](t)
	})
}

func apart[T any](t *testing.T) {
	const count = 100
	var rooms []room
	var padded []*T
	var sevens [][]T
	for range count {
		var value T
		padded, sevens = append(padded, Padded(value)), append(sevens, Slice[T](7))
		rooms = append(rooms, roomOf(unsafe.Slice(padded[len(padded)-1], 1)), roomOf(sevens[len(sevens)-1]))
	}
	slices.SortFunc(rooms, func(a, b room) int { return int(int64(a.start) - int64(b.start)) })
	for i := range rooms[1:] {
		if gap := rooms[i+1].start - rooms[i].end; gap < Span {
			t.Fatalf("%d bytes between two values, %d wanted", gap, Span)
		}
	}
	runtime.KeepAlive(padded)
	runtime.KeepAlive(sevens)
}

func TestPaddedIsACopy(t *testing.T) {
	value := [3]int{1, 2, 3}
	got := Padded(value)
	if *got != value {
		t.Errorf("got %v, want %v", *got, value)
	}
}

func TestSlice(t *testing.T) {
	got := Slice[int32](5)
	if !slices.Equal(got, make([]int32, 5)) || cap(got) != 5 {
		t.Errorf("got %v of capacity %d", got, cap(got))
	}
	if got := Slice[struct{}](3); len(got) != 3 {
		t.Errorf("got %d values without a size", len(got))
	}
}
