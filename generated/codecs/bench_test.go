package codecs

import (
	"fmt"
	"math/rand/v2"
	"slices"
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

// BenchmarkShapes has records that aren't as the table declares them.
func BenchmarkShapes(b *testing.B) {
	for _, shape := range []struct {
		name   string
		format func(i int, members []string) []string
	}{
		{"declared", func(i int, m []string) []string { return m }},
		{"text", func(i int, m []string) []string {
			return slices.Insert(m, 1, fmt.Sprintf(`"source":"gateway %d"`, i%7))
		}},
		{"number", func(i int, m []string) []string { return slices.Insert(m, 2, fmt.Sprintf(`"score":%d.5`, i%100)) }},
		{"object", func(i int, m []string) []string {
			return slices.Insert(m, 3, fmt.Sprintf(`"meta":{"ip":"10.0.%d.%d","attempt":%d}`, i%256, i%199, i%3))
		}},
		{"array", func(i int, m []string) []string { return slices.Insert(m, 3, fmt.Sprintf(`"tags":["a%d","b"]`, i%77)) }},
		{"missing", func(i int, m []string) []string { return slices.Delete(m, 2, 2+i*7919%3/2) }},
		{"escaped", func(i int, m []string) []string { m[4] = `"note":"a text of \"quotes\" and\n"`; return m }},
		{"alternating", func(i int, m []string) []string {
			if i%2 == 0 {
				slices.Reverse(m)
			}
			return m
		}},
		{"two orders in turn", func(i int, m []string) []string {
			if i/64%2 == 0 {
				slices.Reverse(m)
			}
			return m
		}},
		{"random order", func(i int, m []string) []string {
			rand.New(rand.NewPCG(uint64(i), 0)).Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
			return m
		}},
	} {
		var lines strings.Builder
		for i := range 4000 {
			members := []string{fmt.Sprintf(`"order_id":%d`, i*7919), fmt.Sprintf(`"customer_id":%d`, i*31%1000), `"order_date":"2024-01-15"`,
				fmt.Sprintf(`"total_amount":%.1f`, 150.0+float64(i%100)), `"note":"nothing"`}
			fmt.Fprintf(&lines, "{%s}\n", strings.Join(shape.format(i, members), ","))
		}
		b.Run(shape.name, func(b *testing.B) {
			benchmarkOrders(b, []byte(lines.String()))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4000, "ns/record")
		})
	}
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
