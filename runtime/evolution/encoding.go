package evolution

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
)

// Encoding is how a value is written down by package snapshot:
//
//	int                a varint             text               bytes behind their length
//	bits32, bits64     a float in 8 bytes   bool               a byte
//	int128             two varints          uuid               16 bytes
//	interval           three varints        null(E)            a byte, and E where there is a value
//	list(E)            a byte, and the number of elements and the elements where it isn't nil
//	row(E,E,…)         one after the other
//
// The zero Encoding is that of what stands behind its length, whatever it is.
type Encoding string

// apart is an encoding's word and what is in its parentheses.
func (e Encoding) apart() (word string, in []Encoding) {
	text := string(e)
	open := strings.IndexByte(text, '(')
	if open < 0 {
		return text, nil
	}
	depth, from := 0, open+1
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if i > open && (text[i] == ',' && depth == 1 || depth == 0) {
			in = append(in, Encoding(text[from:i]))
			from = i + 1
		}
	}
	return text[:open], in
}

var errBytes = errors.New("the bytes of a group aren't what its schema says")

// cut takes a value from the front of some bytes.
func (e Encoding) cut(data []byte) (value, rest []byte, err error) {
	n, err := e.length(data)
	if err != nil || n > len(data) {
		return nil, nil, errBytes
	}
	return data[:n], data[n:], nil
}

// length is how long the value is that some bytes begin with.
func (e Encoding) length(data []byte) (int, error) {
	word, in := e.apart()
	switch word {
	case "int":
		return varints(data, 1)
	case "int128":
		return varints(data, 2)
	case "interval":
		return varints(data, 3)
	case "bool":
		return 1, nil
	case "bits32", "bits64":
		return 8, nil
	case "uuid":
		return 16, nil
	case "", "text":
		length, n := binary.Uvarint(data)
		if n <= 0 || length > uint64(len(data)-n) {
			return 0, errBytes
		}
		return n + int(length), nil
	case "row":
		return lengths(data, 0, in)
	case "null":
		if len(data) == 0 || data[0] == 0 {
			return 1, nil
		}
		return lengths(data, 1, in)
	case "list":
		return listLength(data, in[0])
	}
	return 0, errBytes
}

// varints is how long some varints are.
func varints(data []byte, count int) (sum int, err error) {
	for range count {
		_, n := binary.Uvarint(data[sum:])
		if n <= 0 {
			return 0, errBytes
		}
		sum += n
	}
	return sum, nil
}

// lengths is how long values are, behind some bytes that are known.
func lengths(data []byte, known int, list []Encoding) (int, error) {
	for _, e := range list {
		if known > len(data) {
			return 0, errBytes
		}
		n, err := e.length(data[known:])
		if err != nil {
			return 0, err
		}
		known += n
	}
	return known, nil
}

func listLength(data []byte, element Encoding) (int, error) {
	if len(data) == 0 || data[0] == 0 {
		return 1, nil
	}
	count, n := binary.Uvarint(data[1:])
	if n <= 0 || count > uint64(len(data)) {
		return 0, errBytes
	}
	at := 1 + n
	for range count {
		if at > len(data) {
			return 0, errBytes
		}
		n, err := element.length(data[at:])
		if err != nil {
			return 0, err
		}
		at += n
	}
	return at, nil
}

// becomes reports that values of an encoding can be written in another one.
func (e Encoding) becomes(to Encoding) bool {
	if e == to {
		return true
	}
	from, fromIn := e.apart()
	word, in := to.apart()
	switch {
	case word == "null" && from == "null":
		return fromIn[0].becomes(in[0])
	case word == "null":
		return e.becomes(in[0])
	case word == "row" && from == "row":
		return slices.EqualFunc(fromIn, in, Encoding.becomes)
	}
	return from == "int" && word == "int128"
}

// recode appends a value in another encoding, which it becomes.
func (e Encoding) recode(buf, value []byte, to Encoding) ([]byte, error) {
	if e == to {
		return append(buf, value...), nil
	}
	from, fromIn := e.apart()
	word, in := to.apart()
	switch {
	case word == "null" && from == "null":
		if len(value) == 1 {
			return append(buf, value...), nil
		}
		return fromIn[0].recode(append(buf, value[0]), value[1:], in[0])
	case word == "null":
		return e.recode(append(buf, 1), value, in[0])
	case word == "row":
		return recodeRow(buf, value, fromIn, in)
	}
	v, n := binary.Varint(value)
	if n <= 0 {
		return nil, errBytes
	}
	return binary.AppendUvarint(binary.AppendVarint(buf, v>>63), uint64(v)), nil
}

func recodeRow(buf, value []byte, from, to []Encoding) ([]byte, error) {
	for i, e := range from {
		field, rest, err := e.cut(value)
		if err != nil {
			return nil, err
		}
		if buf, err = e.recode(buf, field, to[i]); err != nil {
			return nil, err
		}
		value = rest
	}
	return buf, nil
}

// zero appends the zero value: NULL where it may be, nothing where it has a length.
func (e Encoding) zero(buf []byte) []byte {
	word, in := e.apart()
	switch word {
	case "int128":
		return append(buf, 0, 0)
	case "interval":
		return append(buf, 0, 0, 0)
	case "bits32", "bits64":
		return binary.LittleEndian.AppendUint64(buf, math.Float64bits(0))
	case "uuid":
		return append(buf, make([]byte, 16)...)
	case "row":
		for _, field := range in {
			buf = field.zero(buf)
		}
		return buf
	}
	return append(buf, 0)
}
