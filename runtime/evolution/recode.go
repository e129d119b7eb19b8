package evolution

import (
	"encoding/binary"
	"slices"
)

// Recoder makes of an entry of a checkpoint one that the new job's state reads:
//
//	old  [times] key            SUM(v)  MAX(v)  shown  row of out
//	              │ wider types      │               │        │ columns by name
//	new  [times] key  COUNT(*)  SUM(v)          shown  row of out
//	                  empty
type Recoder struct {
	was, now  Operator
	oldValues []Encoding
	keys      []int // of each column of the new key, its place in the old one
	sources   []int // of each new value, the old one that it is made of; -1 for none
	outputs   []int // likewise, of each output
}

// carry notes what is taken over, and how.
func (c *comparison) carry() {
	for _, now := range c.new.Operators {
		name := c.matches[now.Name]
		if name == "" {
			continue
		}
		was := c.old.Operators[slices.IndexFunc(c.old.Operators, func(o Operator) bool { return o.Name == name })]
		carried := Carried{Old: was.Name, New: now.Name}
		if now.Layout != Opaque && !c.sameBytes(was, now) {
			carried.Recoder = c.recoder(was, now)
		}
		c.report.Carried = append(c.report.Carried, carried)
	}
}

// sameBytes reports groups that are written down in the same way, with the same meaning.
func (c *comparison) sameBytes(was, now Operator) bool {
	outputs := c.outputs(was, now)
	for i, at := range outputs {
		if at != i {
			return false
		}
	}
	sameColumn := func(a, b Column) bool { return a.Encoding == b.Encoding }
	for i, at := range was.keyPlaces(now) {
		if at != i {
			return false
		}
	}
	return len(outputs) == len(was.Outputs) && slices.EqualFunc(was.Key, now.Key, sameColumn) &&
		slices.EqualFunc(was.Values, now.Values, func(a, b Value) bool {
			return a.Kind == b.Kind && a.ID == b.ID && a.Format == b.Format && a.Encoding == b.Encoding && a.Output == b.Output && slices.Equal(a.Columns, b.Columns)
		})
}

func (c *comparison) recoder(was, now Operator) *Recoder {
	r := &Recoder{was: was, now: now, keys: was.keyPlaces(now), outputs: c.outputs(was, now)}
	for _, value := range was.Values {
		r.oldValues = append(r.oldValues, value.wire(len(was.Outputs)))
	}
	for _, value := range now.Values {
		if value.Kind == Image {
			r.sources = append(r.sources, was.image(r.outputs[value.Output]))
			continue
		}
		r.sources = append(r.sources, was.source(value))
	}
	return r
}

// Recode makes an entry anew, without what stands in front of it in every entry. age is when the last row came, of a group that doesn't say.
func (r *Recoder) Recode(entry []byte, age int64) ([]byte, error) {
	in := reader{data: entry}
	buf := append([]byte(nil), in.take(Encoding("int"), r.now.Layout.bounds())...)
	var key [][]byte
	for _, column := range r.was.Key {
		key = append(key, in.cut(column.Encoding))
	}
	for i, at := range r.keys {
		buf = in.recode(buf, r.was.Key[at].Encoding, key[at], r.now.Key[i].Encoding)
	}
	if r.now.Layout != Sessions {
		buf = r.values(buf, &in, key, age)
		return buf, in.end()
	}
	count := in.cut("int")
	buf = append(buf, count...)
	sessions, _ := binary.Uvarint(count)
	for range sessions {
		buf = append(buf, in.take("int", 2)...)
		if buf = r.values(buf, &in, key, age); in.err != nil {
			break
		}
	}
	return buf, in.end()
}

// values reads what a group had behind its key, and writes what it has now.
func (r *Recoder) values(buf []byte, in *reader, key [][]byte, age int64) []byte {
	old := make([][]byte, len(r.oldValues))
	for i, e := range r.oldValues {
		old[i] = in.cut(e)
	}
	if in.err != nil {
		return nil
	}
	for i, value := range r.now.Values {
		at := r.sources[i]
		switch {
		case value.Kind == Shown && at >= 0:
			buf = r.shown(buf, in, old[at])
		case value.Kind == Image:
			buf = r.image(buf, in, value, at, old, key)
		case value.Kind == Age && at < 0:
			buf = binary.AppendVarint(buf, age)
		case at < 0:
			buf = value.wire(len(r.now.Outputs)).zero(buf)
		case value.Kind == Aggregate:
			buf = in.recodePart(buf, r.was.Values[at].Encoding, old[at], value.Encoding)
		default:
			buf = append(buf, old[at]...)
		}
	}
	return buf
}

// shown writes the bits of the outputs that there are now.
func (r *Recoder) shown(buf []byte, in *reader, old []byte) []byte {
	was, now := make([]uint64, words(len(r.was.Outputs))), make([]uint64, words(len(r.outputs)))
	for i := range was {
		n := 0
		if was[i], n = binary.Uvarint(old); n <= 0 {
			in.err = errBytes
			return nil
		}
		old = old[n:]
	}
	for i, at := range r.outputs {
		if at >= 0 && was[at/64]>>(at%64)&1 != 0 {
			now[i/64] |= 1 << (i % 64)
		}
	}
	for _, word := range now {
		buf = binary.AppendUvarint(buf, word)
	}
	return buf
}

// image writes the row that an output has of the group: that of before, by columns, or where there was none its key.
func (r *Recoder) image(buf []byte, in *reader, now Value, at int, old, key [][]byte) []byte {
	var columns []Column
	var values [][]byte
	same := func(was, now Column) bool { return was.ID == now.ID }
	if at >= 0 && !r.now.Outputs[now.Output].Operator {
		same = func(was, now Column) bool { return was.Name == now.Name } // whatever the column means now, it has what was written
	}
	if at >= 0 {
		columns = r.was.Values[at].Columns
		row := reader{data: old[at]}
		for _, column := range columns {
			values = append(values, row.cut(column.Encoding))
		}
	} else if r.outputs[now.Output] >= 0 {
		columns, values = r.was.Key, key
	}
	for _, column := range now.Columns {
		place := slices.IndexFunc(columns, func(c Column) bool {
			return same(c, column) && c.Encoding.becomes(column.Encoding)
		})
		if place < 0 {
			buf = column.Encoding.zero(buf)
			continue
		}
		buf = in.recode(buf, columns[place].Encoding, values[place], column.Encoding)
	}
	return buf
}

// reader takes values from the front of some bytes. The first error stays.
type reader struct {
	data []byte
	err  error
}

func (r *reader) cut(e Encoding) []byte {
	if r.err != nil {
		return nil
	}
	value, rest, err := e.cut(r.data)
	r.data, r.err = rest, err
	return value
}

// take cuts several values as they are.
func (r *reader) take(e Encoding, count int) []byte {
	before := r.data
	for range count {
		r.cut(e)
	}
	return before[:len(before)-len(r.data)]
}

func (r *reader) recode(buf []byte, e Encoding, value []byte, to Encoding) []byte {
	if r.err != nil {
		return nil
	}
	buf, r.err = e.recode(buf, value, to)
	return buf
}

// recodePart is recode of what stands behind its length.
func (r *reader) recodePart(buf []byte, e Encoding, value []byte, to Encoding) []byte {
	if e == to || len(value) == 1 {
		return append(buf, value...)
	}
	_, n := binary.Uvarint(value)
	content := r.recode(nil, e, value[n:], to)
	return append(binary.AppendUvarint(buf, uint64(len(content))), content...)
}

func (r *reader) end() error {
	if r.err == nil && len(r.data) > 0 {
		r.err = errBytes
	}
	return r.err
}
