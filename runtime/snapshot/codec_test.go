package snapshot

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// everything has a field for each method.
type everything struct {
	Unsigned uint64
	Signed   int64
	Small    int8
	Double   float64
	Real     float32
	Truth    bool
	Text     string
	Blob     []byte
	UUID     [16]byte
	List     []int64
	Pointer  *int64
	Part     part
}

// part is a text that has a part of its own.
type part struct{ text string }

func (p *part) Snapshot(c *Codec) { c.Text(&p.text) }

func (e *everything) snapshot(c *Codec) {
	c.Uint64(&e.Unsigned)
	c.Int64(&e.Signed)
	Int(c, &e.Small)
	c.Float64(&e.Double)
	c.Float32(&e.Real)
	c.Bool(&e.Truth)
	c.Text(&e.Text)
	c.Blob(&e.Blob)
	Bytes16(c, &e.UUID)
	Slice(c, &e.List, func(c *Codec, v *int64) { c.Int64(v) })
	Pointer(c, &e.Pointer, func(c *Codec, v *int64) { c.Int64(v) })
	Part(c, &e.Part)
}

func random(r *rand.Rand) everything {
	e := everything{
		Unsigned: r.Uint64() >> r.IntN(64), Signed: int64(r.Uint64()) >> r.IntN(64), Small: int8(r.Uint64()), Truth: r.IntN(2) == 0,
		Double: []float64{0, math.Copysign(0, -1), math.Inf(-1), r.NormFloat64()}[r.IntN(4)], Real: float32(r.NormFloat64()),
		Blob: []byte{},
	}
	for range r.IntN(300) {
		e.Text += string(rune(r.IntN(0x250)))
		e.Blob = append(e.Blob, byte(r.Uint32()))
	}
	e.Part.text = e.Text[:len(e.Text)/(1+r.IntN(3))]
	for i := range e.UUID {
		e.UUID[i] = byte(r.Uint32())
	}
	if r.IntN(3) > 0 {
		e.List = []int64{}
		for range r.IntN(5) {
			e.List = append(e.List, r.Int64())
		}
	}
	if r.IntN(2) == 0 {
		e.Pointer = &e.Signed
	}
	return e
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		want := random(r)
		c := Encode(nil)
		want.snapshot(c)
		var got everything
		in := Decode(c.Bytes())
		got.snapshot(in)
		if in.End() != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %v\n%+v\nnot\n%+v", seed, in.End(), got, want)
		}
		checkCut(t, seed, c.Bytes(), r.IntN(len(c.Bytes())))
	}
}

// checkCut reads less, and more, than was written: an error, and no panic.
func checkCut(t *testing.T, seed uint64, data []byte, at int) {
	t.Helper()
	for _, wrong := range [][]byte{data[:at], append(data[:len(data):len(data)], 0)} {
		var got everything
		c := Decode(wrong)
		got.snapshot(c)
		if c.End() == nil {
			t.Fatalf("seed %d: %d bytes in place of %d were taken", seed, len(wrong), len(data))
		}
	}
}

func TestEntries(t *testing.T) {
	var entries [][]byte
	w := NewWriter(false, func(entry []byte) { entries = append(entries, append([]byte(nil), entry...)) })
	value := int64(-7)
	w.Operator(300)
	w.Entry(0xfe << 56).Int64(&value)
	w.End()
	operator, group, c, err := Entry(entries[0])
	var got int64
	c.Int64(&got)
	if operator != 300 || group != 0x7f || got != -7 || err != nil || c.End() != nil {
		t.Error(operator, group, got, err, c.End())
	}
	if _, _, _, err := Entry([]byte{0x80}); err == nil {
		t.Error("half an entry was taken")
	}
}
