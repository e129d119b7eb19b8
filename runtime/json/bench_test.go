package json

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// The decoders below have the shape that codegen emits.

type order struct {
	OrderID, CustomerID int64
	OrderDate           rt.Null[string]
	TotalAmount         float64
}

var orderKeys = NewKeys("order_id", "customer_id", "order_date", "total_amount")

func decodeOrder(data []byte, row *order, scratch *rt.Scratch) bool {
	text := rt.Text(data)
	pos := 0
	if pos+12 < len(text) && text[pos:pos+12] == `{"order_id":` {
		pos += 12
	} else {
		pos = Seek(text, pos, `{"order_id":`, &orderKeys)
	}
	row.OrderID, pos = Int64(text, pos)
	if pos+15 < len(text) && text[pos:pos+15] == `,"customer_id":` {
		pos += 15
	} else {
		pos = Seek(text, pos, `,"customer_id":`, &orderKeys)
	}
	row.CustomerID, pos = Int64(text, pos)
	if pos+14 < len(text) && text[pos:pos+14] == `,"order_date":` {
		pos += 14
	} else {
		pos = Seek(text, pos, `,"order_date":`, &orderKeys)
	}
	if IsNull(text, pos) {
		row.OrderDate, pos = rt.Null[string]{}, pos+4
	} else {
		row.OrderDate.V, pos = String(text, pos, scratch)
		row.OrderDate.Valid = true
	}
	if pos+16 < len(text) && text[pos:pos+16] == `,"total_amount":` {
		pos += 16
	} else {
		pos = Seek(text, pos, `,"total_amount":`, &orderKeys)
	}
	row.TotalAmount, pos = Float64(text, pos)
	return End(text, pos, &orderKeys)
}

func orders(n int, spaced bool) []byte {
	var b bytes.Buffer
	for i := 0; i < n; i++ {
		s := fmt.Sprintf(`{"order_id":%d,"customer_id":%d,"order_date":"2024-01-15","total_amount":%.1f,"note":"`,
			i*7919%9000000, i*31%1000, 150.0+float64(i%100))
		s += strings.Repeat("x", 128-len(s)-3) + `"}`
		if spaced {
			s = strings.ReplaceAll(strings.ReplaceAll(s, `":`, `": `), `,"`, `, "`)
		}
		b.WriteString(s + "\n")
	}
	return b.Bytes()
}

func benchmarkDecode(b *testing.B, data []byte, decode func(data []byte, row *order, scratch *rt.Scratch) bool) {
	batch := rt.NewBatch(data)
	var row order
	var scratch rt.Scratch
	b.SetBytes(128)
	b.ReportAllocs()
	for b.Loop() {
		if !batch.Next() {
			batch = rt.NewBatch(data)
			batch.Next()
		}
		if !decode(batch.Record(), &row, &scratch) {
			b.Fatalf("%s", batch.Record())
		}
	}
}

func BenchmarkDecodeOrder(b *testing.B)       { benchmarkDecode(b, orders(8000, false), decodeOrder) }
func BenchmarkDecodeOrderSpaced(b *testing.B) { benchmarkDecode(b, orders(8000, true), decodeOrder) }

func BenchmarkEncodingJSON(b *testing.B) {
	benchmarkDecode(b, orders(8000, false), func(data []byte, row *order, scratch *rt.Scratch) bool {
		return stdjson.Unmarshal(data, row) == nil
	})
}
