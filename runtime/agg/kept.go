package agg

import (
	"math"
	"strings"
	"unsafe"

	"github.com/weirsql/weir/runtime/json"
)

// kept is one value that outlives its batch. Text and bytes are in a buffer of its own, which the next value is written over
// where it has room. Whatever else is kept as it is given.
type kept[T any] struct {
	v    T
	room uint32 // of the buffer
}

// set keeps another value.
func (k *kept[T]) set(v T) {
	switch to := any(&k.v).(type) {
	case *string:
		*to = overwrite(*to, *any(&v).(*string), &k.room)
	case *json.Raw:
		*to = json.Raw(overwrite(string(*to), string(*any(&v).(*json.Raw)), &k.room))
	case *[]byte:
		*to = append((*to)[:0], *any(&v).(*[]byte)...)
		if *to == nil {
			*to = []byte{}
		}
	default:
		k.v = v
	}
}

// overwrite is a copy of text in the buffer that old is in, where it has room, else in a new one.
func overwrite(old, text string, room *uint32) string {
	switch {
	case text == "":
		*room = 0
		return ""
	case len(text) > int(*room):
		*room = uint32(min(len(text), math.MaxUint32))
		return strings.Clone(text)
	}
	buffer := unsafe.Slice(unsafe.StringData(old), *room)
	return unsafe.String(unsafe.SliceData(buffer), copy(buffer, text))
}

// owned is a copy of text and bytes, and any other value as it is.
func owned[T any](v T) T {
	switch p := any(&v).(type) {
	case *string:
		*p = strings.Clone(*p)
	case *json.Raw:
		*p = json.Raw(strings.Clone(string(*p)))
	case *[]byte:
		*p = append([]byte{}, *p...)
	}
	return v
}
