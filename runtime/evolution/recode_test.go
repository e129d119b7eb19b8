package evolution

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/runtime/snapshot"
)

// written is a value of a random type as package snapshot writes it, and, where there is one, a wider type that it is written in too.
type written struct {
	encoding, wider Encoding
	bytes, widened  []byte
}

func write(code func(*snapshot.Codec)) []byte {
	c := snapshot.Encode(nil)
	code(c)
	return c.Bytes()
}

// of is a value that code writes; what may be NULL too has a byte in front.
func of(e Encoding, code func(*snapshot.Codec)) written {
	bytes := write(code)
	return written{e, "null(" + e + ")", bytes, append([]byte{1}, bytes...)}
}

func anything(r *rand.Rand) written {
	number := int64(r.Uint64()) >> r.IntN(64)
	float, truth, text, uuid := r.NormFloat64(), r.IntN(2) == 0, strings.Repeat("é", r.IntN(200)), [16]byte{byte(number)}
	high, low := number>>63, uint64(number)
	switch r.IntN(9) {
	case 0:
		return of("int", func(c *snapshot.Codec) { c.Int64(&number) })
	case 1:
		return written{"int", "int128", write(func(c *snapshot.Codec) { c.Int64(&number) }), write(func(c *snapshot.Codec) { c.Int64(&high); c.Uint64(&low) })}
	case 2:
		return of("text", func(c *snapshot.Codec) { c.Text(&text) })
	case 3:
		return of("bits64", func(c *snapshot.Codec) { c.Float64(&float) })
	case 4:
		return of("bool", func(c *snapshot.Codec) { c.Bool(&truth) })
	case 5:
		return of("uuid", func(c *snapshot.Codec) { snapshot.Bytes16(c, &uuid) })
	case 6:
		return of("interval", func(c *snapshot.Codec) { c.Int64(&number); c.Int64(&high); c.Int64(&number) })
	case 7:
		return written{"null(int)", "null(int128)", []byte{0}, []byte{0}}
	}
	list := make([]string, r.IntN(4))
	for i := range list {
		list[i] = text
	}
	if r.IntN(3) == 0 {
		list = nil
	}
	return of("list(text)", func(c *snapshot.Codec) { snapshot.Slice(c, &list, func(c *snapshot.Codec, v *string) { c.Text(v) }) })
}

func TestEncodings(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	for range 3000 {
		a, b := anything(r), anything(r)
		row := "row(" + a.encoding + "," + b.encoding + ")"
		both := slices.Concat(a.bytes, b.bytes)
		value, rest, err := row.cut(append(slices.Clone(both), 7, 7))
		if err != nil || !bytes.Equal(value, both) || !bytes.Equal(rest, []byte{7, 7}) {
			t.Fatalf("seed %d: %s: % x is cut to % x, % x, %v", seed, row, both, value, rest, err)
		}
		wide := "row(" + a.wider + "," + b.encoding + ")"
		if !row.becomes(wide) || wide.becomes(row) {
			t.Fatalf("seed %d: whether %s becomes %s", seed, row, wide)
		}
		got, err := row.recode(nil, both, wide)
		if want := slices.Concat(a.widened, b.bytes); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("seed %d: %s as %s: % x is % x, %v, want % x", seed, row, wide, both, got, err, want)
		}
		if zero, rest, err := wide.cut(wide.zero(nil)); err != nil || len(rest) > 0 || len(zero) == 0 {
			t.Fatalf("seed %d: the zero of %s: %v", seed, wide, err)
		}
		_, _, _ = row.cut(both[:r.IntN(len(both))]) // no panic
	}
}

func TestTypesThatWiden(t *testing.T) {
	for _, c := range []struct {
		from, to string
		widens   bool
	}{
		{"INT NOT NULL", "BIGINT NOT NULL", true},
		{"INT NOT NULL", "BIGINT", true},
		{"BIGINT", "INT", false},
		{"INT", "INT NOT NULL", false},
		{"INT", "DOUBLE", false},
		{"REAL", "DOUBLE", false},
		{"VARCHAR(8)", "VARCHAR(9)", true},
		{"VARCHAR(8)", "VARCHAR", true},
		{"VARCHAR", "VARCHAR(8)", false},
		{"CHAR(3)", "CHAR(4)", false},
		{"DECIMAL(12,2)", "DECIMAL(18,2)", true},
		{"DECIMAL(12,2)", "DECIMAL(18,3)", false},
		{"TIMESTAMP(3)", "TIMESTAMP(6)", true},
		{"TIMESTAMP(6)", "TIMESTAMP(9)", false},
		{"ROW<a INT>", "ROW<a INT>", true},
		{"ROW<a INT>", "ROW<a BIGINT>", false},
	} {
		if widens(c.from, c.to) != c.widens {
			t.Errorf("%s to %s: %t", c.from, c.to, !c.widens)
		}
	}
}

// sessions is a state whose key is a text and a number.
func sessions(outputs int, values ...Value) Operator {
	o := Operator{Name: "s", ID: "s", Layout: Sessions, Emit: "changes", Values: values}
	o.Key = []Column{{Name: "k", ID: "k", Type: "VARCHAR", Encoding: "text"}, {Name: "g", ID: "g", Type: "INT", Encoding: "int"}}
	for i := range outputs {
		o.Outputs = append(o.Outputs, Output{Name: string(rune('a' + i))})
	}
	return o
}

func schemaOf(o Operator) *Schema {
	s := &Schema{Format: Format, Operators: []Operator{o}}
	for _, output := range o.Outputs {
		s.Sinks = append(s.Sinks, Sink{Name: output.Name})
	}
	return s
}

// Bits, images, values that came and went, keys that became wider, in each session of a key.
func TestRecodesSessions(t *testing.T) {
	count := Value{Name: "COUNT(*)", ID: "count", Format: "count"}
	most := Value{Name: "MAX(v)", ID: "max", Taken: "v", Format: "max"}
	start := Value{Name: "start", Kind: Start}
	shown := Value{Name: "shown", Kind: Shown}
	image := Value{Name: "row of b", Kind: Image, Output: 1, Columns: []Column{{Name: "k", ID: "k", Type: "VARCHAR", Encoding: "text"}, {Name: "n", ID: "count", Type: "BIGINT", Encoding: "int"}}}

	was := sessions(2, count, shown, start, image)
	now := sessions(3, most, count, shown, start, image)
	now.Outputs = []Output{{Name: "b"}, {Name: "c"}, {Name: "a"}}
	now.Key[1].Type, now.Key[1].Encoding = "BIGINT", "null(int)"
	now.Values = slices.Clone(now.Values)
	now.Values[0].Types = nil
	moved, added := image, image
	moved.Output, moved.Columns = 0, []Column{{Name: "n", ID: "other", Type: "BIGINT", Encoding: "null(int)"}, {Name: "x", ID: "x", Type: "BOOLEAN", Encoding: "bool"}, image.Columns[0]}
	added.Output, added.Columns = 2, []Column{{Name: "key", ID: "k", Type: "VARCHAR", Encoding: "text"}, {Name: "g", ID: "g", Type: "BIGINT", Encoding: "null(int)"}}
	now.Values = append(now.Values[:4:4], moved, added)

	report := Compare(schemaOf(was), schemaOf(now))
	if len(report.Carried) != 1 || report.Items[0].Verdict != Migrated {
		t.Fatalf("%v", report.Items)
	}
	in := []byte{1, 'k', 10, 2, // key, 2 sessions
		20, 40, 3, 6, 6, 6, 3, 20, 1, 'k', 8, // start, end, COUNT in 3 bytes, both shown, start, image
		60, 80, 0, 2, 60, 1, 'q', 4}
	want := []byte{1, 'k', 1, 10, 2,
		20, 40, 0, 3, 6, 6, 6, 5, 20, 1, 8, 0, 1, 'k', 1, 'k', 1, 10, // no MAX, COUNT, b and a are shown, start, image of b by columns, of a by the key
		60, 80, 0, 0, 1, 60, 1, 4, 0, 1, 'q', 1, 'k', 1, 10}
	got, err := report.Carried[0].Recoder.Recode(in, 0)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v, %v, want\n%v", got, err, want)
	}
	for n := range in {
		if _, err := report.Carried[0].Recoder.Recode(in[:n], 0); err == nil {
			t.Errorf("%d bytes of %d were taken", n, len(in))
		}
	}
}
