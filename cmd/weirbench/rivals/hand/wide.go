package main

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// wide holds the four used columns of sixty; each may be NULL.
type wide struct {
	C00 *int64   `json:"c00"`
	C17 *string  `json:"c17"`
	C34 *float64 `json:"c34"`
	C56 *int64   `json:"c56"`
}

// wideRow is the same without pointers, for records that have all four.
type wideRow struct {
	c00 int64
	c17 []byte
	c34 float64
	c56 int64
}

func wideJSON(block, out []byte) ([]byte, error) {
	var r wideRow
	for p := 0; p < len(block); {
		if next := wideAt(block, p, &r); next >= 0 {
			p = next
			if r.c56 > 500 {
				out = appendWide(out, &r)
			}
			continue
		}
		end := p + bytes.IndexByte(block[p:], '\n')
		var w wide
		if err := json.Unmarshal(block[p:end], &w); err != nil {
			return out, err
		}
		if w.C56 != nil && *w.C56 > 500 {
			text, err := json.Marshal(w)
			if err != nil {
				return out, err
			}
			out = append(append(out, text...), '\n')
		}
		p = end + 1
	}
	return out, nil
}

// wideAt walks the sixty members in order: `"cNN":` and a number, a string, a number or a boolean.
func wideAt(b []byte, p int, r *wideRow) int {
	if b[p] != '{' {
		return -1
	}
	for c := range 60 {
		p++ // the brace or the comma
		if p+6 >= len(b) || b[p] != '"' || b[p+1] != 'c' || b[p+2] != byte('0'+c/10) || b[p+3] != byte('0'+c%10) ||
			b[p+4] != '"' || b[p+5] != ':' {
			return -1
		}
		p += 6
		switch c & 3 {
		case 0:
			var v int64
			if v, p = integerAt(b, p); p < 0 {
				return -1
			}
			switch c {
			case 0:
				r.c00 = v
			case 56:
				r.c56 = v
			}
		case 1:
			if b[p] != '"' {
				return -1
			}
			start := p + 1
			if p = stringEnd(b, start); p < 0 {
				return -1
			}
			if c == 17 {
				r.c17 = b[start:p]
			}
			p++
		case 2:
			if c == 34 {
				if r.c34, p = doubleAt(b, p); p < 0 {
					return -1
				}
			} else if p = skipNumber(b, p); p < 0 {
				return -1
			}
		case 3:
			switch {
			case p+4 < len(b) && string(b[p:p+4]) == "true":
				p += 4
			case p+5 < len(b) && string(b[p:p+5]) == "false":
				p += 5
			default:
				return -1
			}
		}
		want := byte(',')
		if c == 59 {
			want = '}'
		}
		if b[p] != want {
			return -1
		}
	}
	if b[p+1] != '\n' {
		return -1
	}
	return p + 2
}

// skipNumber checks a number without exponent.
func skipNumber(b []byte, p int) int {
	if b[p] == '-' {
		p++
	}
	start := p
	for b[p]-'0' <= 9 {
		p++
	}
	if p == start || b[start] == '0' && p > start+1 {
		return -1
	}
	if b[p] == '.' {
		p++
		fraction := p
		for b[p]-'0' <= 9 {
			p++
		}
		if p == fraction {
			return -1
		}
	}
	if b[p]|0x20 == 'e' {
		return -1
	}
	return p
}

func appendWide(out []byte, r *wideRow) []byte {
	out = append(out, `{"c00":`...)
	out = strconv.AppendInt(out, r.c00, 10)
	out = append(out, `,"c17":`...)
	out = appendString(out, r.c17)
	out = append(out, `,"c34":`...)
	out = appendDouble(out, r.c34)
	out = append(out, `,"c56":`...)
	out = strconv.AppendInt(out, r.c56, 10)
	return append(out, "}\n"...)
}
