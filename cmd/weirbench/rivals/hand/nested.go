package main

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// nested is a record of any shape.
type nested struct {
	ID       *int64 `json:"id"`
	Customer *struct {
		ID      *int64  `json:"id"`
		Name    *string `json:"name"`
		Address *struct {
			City *string `json:"city"`
			Zip  *string `json:"zip"`
		} `json:"address"`
	} `json:"customer"`
	Items *[]*struct {
		SKU *string `json:"sku"`
	} `json:"items"`
	Amount *float64 `json:"amount"`
}

// nestedRow is what the query reads of a record that has everything.
type nestedRow struct {
	id              int64
	name, city, zip []byte
	sku             []byte
	items           int64
	amount          float64
}

// zurich is a row of the result, for records of another shape.
type zurich struct {
	ID        int64    `json:"id"`
	Name      *string  `json:"name"`
	Zip       *string  `json:"zip"`
	FirstSKU  *string  `json:"first_sku"`
	ItemCount *int     `json:"item_count"`
	Amount    *float64 `json:"amount"`
}

func nestedJSON(block, out []byte) ([]byte, error) {
	var r nestedRow
	for p := 0; p < len(block); {
		if next := nestedAt(block, p, &r); next >= 0 {
			p = next
			if string(r.city) == "Zurich" {
				out = appendNested(out, &r)
			}
			continue
		}
		end := p + bytes.IndexByte(block[p:], '\n')
		var err error
		if out, err = anyNested(block[p:end], out); err != nil {
			return out, err
		}
		p = end + 1
	}
	return out, nil
}

// at reports whether text stands at p, with at least one byte behind it.
func at(b []byte, p int, text string) bool {
	return p+len(text) < len(b) && string(b[p:p+len(text)]) == text
}

// nestedAt reads a record of the usual shape.
func nestedAt(b []byte, p int, r *nestedRow) int {
	if !at(b, p, `{"id":`) {
		return -1
	}
	if r.id, p = integerAt(b, p+6); p < 0 || !at(b, p, `,"customer":{"id":`) {
		return -1
	}
	if _, p = integerAt(b, p+18); p < 0 || !at(b, p, `,"name":"`) {
		return -1
	}
	start := p + 9
	if p = stringEnd(b, start); p < 0 || !at(b, p, `","address":{"city":"`) {
		return -1
	}
	r.name = b[start:p]
	start = p + 21
	if p = stringEnd(b, start); p < 0 || !at(b, p, `","zip":"`) {
		return -1
	}
	r.city = b[start:p]
	start = p + 9
	if p = stringEnd(b, start); p < 0 || !at(b, p, `"}},"items":[{"`) {
		return -1
	}
	r.zip = b[start:p]
	if p = itemsAt(b, p+13, r); p < 0 || !at(b, p, `],"tags":["`) {
		return -1
	}
	p += 10
	for {
		if b[p] != '"' {
			return -1
		}
		if p = stringEnd(b, p+1); p < 0 {
			return -1
		}
		p++
		if b[p] != ',' {
			break
		}
		p++
	}
	if !at(b, p, `],"amount":`) {
		return -1
	}
	if r.amount, p = doubleAt(b, p+11); p < 0 || p+2 > len(b) || string(b[p:p+2]) != "}\n" {
		return -1
	}
	return p + 2
}

// itemsAt reads one or more items; the first one's brace is at p.
func itemsAt(b []byte, p int, r *nestedRow) int {
	for r.items = 0; ; r.items++ {
		if !at(b, p, `{"sku":"`) {
			return -1
		}
		start := p + 8
		if p = stringEnd(b, start); p < 0 || !at(b, p, `","qty":`) {
			return -1
		}
		if r.items == 0 {
			r.sku = b[start:p]
		}
		var qty int64
		if qty, p = integerAt(b, p+8); p < 0 || qty != int64(int32(qty)) || !at(b, p, `,"price":`) {
			return -1
		}
		if p = skipNumber(b, p+9); p < 0 || b[p] != '}' {
			return -1
		}
		p++
		if b[p] != ',' {
			r.items++
			return p
		}
		p++
	}
}

func anyNested(line, out []byte) ([]byte, error) {
	var n nested
	if err := json.Unmarshal(line, &n); err != nil {
		return out, err
	}
	if n.ID == nil || n.Customer == nil || n.Customer.Address == nil || n.Customer.Address.City == nil ||
		*n.Customer.Address.City != "Zurich" {
		return out, nil
	}
	row := zurich{ID: *n.ID, Name: n.Customer.Name, Zip: n.Customer.Address.Zip, Amount: n.Amount}
	if n.Items != nil {
		count := len(*n.Items)
		row.ItemCount = &count
		if count > 0 && (*n.Items)[0] != nil {
			row.FirstSKU = (*n.Items)[0].SKU
		}
	}
	text, err := json.Marshal(row)
	return append(append(out, text...), '\n'), err
}

func appendNested(out []byte, r *nestedRow) []byte {
	out = append(out, `{"id":`...)
	out = strconv.AppendInt(out, r.id, 10)
	out = append(out, `,"name":`...)
	out = appendString(out, r.name)
	out = append(out, `,"zip":`...)
	out = appendString(out, r.zip)
	out = append(out, `,"first_sku":`...)
	out = appendString(out, r.sku)
	out = append(out, `,"item_count":`...)
	out = strconv.AppendInt(out, r.items, 10)
	out = append(out, `,"amount":`...)
	out = appendDouble(out, r.amount)
	return append(out, "}\n"...)
}
