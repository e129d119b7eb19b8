package codecs

import (
	"fmt"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// orderLines are records of 128 bytes.
func orderLines(format func(string) string) []byte {
	var b strings.Builder
	for i := range 4000 {
		record := fmt.Sprintf(`{"order_id":%d,"customer_id":%d,"order_date":"2024-01-15","total_amount":%.1f,"note":"`, i*7919, i*31%1000, 150.0+float64(i%100))
		b.WriteString(format(record+strings.Repeat("x", 125-len(record))+`"}`) + "\n")
	}
	return []byte(b.String())
}

func benchmarkOrders(b *testing.B, data []byte) {
	var d orderDecoder
	var row Order
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		batch := rt.NewBatch(data)
		if err := d.begin(batch); err != nil {
			b.Fatal(err)
		}
		for batch.More() {
			if err := d.decode(batch, &row); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkOrders(b *testing.B) {
	b.Run("compact", func(b *testing.B) { benchmarkOrders(b, orderLines(strings.Clone)) })
	b.Run("python", func(b *testing.B) {
		benchmarkOrders(b, orderLines(func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, `":`, `": `), `,"`, `, "`)
		}))
	})
	b.Run("reversed", func(b *testing.B) {
		benchmarkOrders(b, orderLines(func(s string) string {
			members := strings.Split(strings.Trim(s, "{}"), ",")
			return "{" + members[4] + "," + members[3] + "," + members[2] + "," + members[1] + "," + members[0] + "}"
		}))
	})
}

func BenchmarkMeasurements(b *testing.B) {
	var lines strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&lines, "%s;%.1f\n", []string{"Hamburg", "St. Petersburg", "Roseau", "Ouagadougou"}[i%4], float64(i*7919%1998-999)/10)
	}
	data := []byte(lines.String())
	var d measurementDecoder
	var row Measurement
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		batch := rt.NewBatch(data)
		if err := d.begin(batch); err != nil {
			b.Fatal(err)
		}
		for batch.More() {
			if err := d.decode(batch, &row); err != nil {
				b.Fatal(err)
			}
		}
	}
}
