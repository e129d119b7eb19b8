package codecs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// flatKeys are the columns of flat_scalars, each with values that it takes, and some that it doesn't.
var flatKeys = []struct {
	key    string
	values []string
}{
	{"id", []string{`1`, `-7`, `0`, `-0`, `123456789`, `-123456789012345`, `9223372036854775807`, `9223372036854775808`, `01`, `1.0`}},
	{"flag", []string{`true`, `false`, `null`, `1`, `tru`}},
	{"tiny", []string{`1`, `-128`, `127`, `128`, `null`}},
	{"small", []string{`32767`, `-32769`, `null`}},
	{"medium", []string{`2147483647`, `2147483648`, `null`}},
	{"big", []string{`1234567890123456`, `12345678`, `null`, `"1"`}},
	{"single", []string{`0.1`, `1e3`, `16777217`, `"NaN"`, `null`}},
	{"double", []string{`150.25`, `-0.5`, `-0.0`, `0.1`, `1234567.1234567`, `123456789.12345`, `12345678.1234567`, `1e100`, `"Infinity"`, `12`, `-3`, `null`}},
	{"price", []string{`1.25`, `-1.25`, `1.255`, `1`, `1.2`, `1234567890.12`, `12345678901.12`, `"12.50"`, `"x"`, `null`}},
	{"wide", []string{`-12345678901234567890123456.7890`, `1.5`, `null`}},
	{"name", []string{`"plain"`, `""`, `"exactly fifteen"`, `"exactly sixteen."`, `"long enough for more than two steps"`, `"é"`, `"世界"`, "\"\xff\"", "\"\xc3\"", `"a\"b"`, "\"a\tb\"", `null`, `7`}},
	{"short", []string{`"fünf5"`, `"five5"`, `"sechs6"`, `null`}},
	{"data", []string{`"AAEC/w=="`, `"@"`, `null`}},
	{"day", []string{`"2024-02-29"`, `"2023-02-29"`, `null`}},
	{"clock", []string{`"12:34:56.789"`, `null`}},
	{"ts", []string{`"2024-01-15 10:30:00.123"`, `"2024-01-15T10:30:00"`, `"yesterday"`, `null`}},
	{"nanos", []string{`"2024-01-15 10:30:00.123456789"`, `null`}},
	{"instant", []string{`"2024-01-15 10:30:00.5Z"`, `"2024-01-15 10:30:00+02:00"`, `17`, `null`}},
	{"span", []string{`"1 year 2 mons 3 days 04:05:06.7"`, `null`}},
	{"uuid", []string{`"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"`, `"a0eebc99"`, `null`}},
}

// flatLine is a line of flat_scalars, seldom with more than one value that is wrong.
func flatLine(r *rand.Rand) string {
	var b strings.Builder
	for i, column := range flatKeys {
		open := ","
		if i == 0 {
			open = "{"
		}
		values := column.values[:1]
		if r.IntN(8) == 0 {
			values = column.values
		}
		fmt.Fprintf(&b, `%s"%s":%s`, open, column.key, values[r.IntN(len(values))])
	}
	line := []byte(b.String() + "}")
	if r.IntN(10) == 0 {
		const bytes = `{}[]",:\.-0159eE trufalsn` + "\r\x00\x1f\x7f\x80\xff"
		line[r.IntN(len(line))] = bytes[r.IntN(len(bytes))]
	}
	return string(line)
}

// The straight paths take what the general one takes, as the same values.
func TestFlatScalarsAgree(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	var straight, general flatScalarDecoder
	flat := 0
	for range 1_500 {
		var lines []string
		for range 1 + r.IntN(30) {
			lines = append(lines, flatLine(r))
		}
		batch := rt.NewBatch([]byte(strings.Join(lines, "\n") + []string{"", "\n", "\r\n"}[r.IntN(3)]))
		if err := straight.begin(batch); err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !batch.More() {
				t.Fatalf("seed %d: %q is missing", seed, line)
			}
			if straight.flat.Read(batch.Rest(), &flatScalarKeys, &straight.scratch) {
				flat++
			}
			var got, want FlatScalar
			err := straight.decode(batch, &got)
			record := strings.TrimSuffix(line, "\r")
			wantErr := general.decodeAnyOrder(record, &want)
			switch {
			case string(batch.Record()) != record:
				t.Fatalf("seed %d: the record is %q, not %q", seed, batch.Record(), record)
			case fmt.Sprint(err) != fmt.Sprint(wantErr):
				t.Fatalf("seed %d: %q: %v, not %v", seed, line, err, wantErr)
			case err == nil && fmt.Sprint(got) != fmt.Sprint(want):
				t.Fatalf("seed %d: %q is read as %v, not %v", seed, line, got, want)
			}
		}
	}
	t.Logf("%d lines are flat", flat)
}
