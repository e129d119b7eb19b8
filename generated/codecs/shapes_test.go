package codecs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// A decoder foresees that objects are written as those before them. So each of these streams is of records of few shapes, with what differs
// from them now and then, and is read by one decoder.

// memberShape is how a stream writes a member.
type memberShape struct {
	key     string
	present float64 // how many records have it
	odd     float64 // how many have another value than mostly
	value   func(r *rand.Rand) string
}

var (
	numbers = []string{"0", "-7", "12345", "150.5", "-0.25", "123456789012345", "1234567890123456", "1e5", "-1E-3", "1.5e+2", "0.1", "01", "-", "1.", "+1", ".5"}
	texts   = []string{`""`, `"web"`, `"exactly fifteen"`, `"exactly sixteen."`, `"a text that takes more than thirty-two bytes"`, `"ünïcode"`, `"世界"`, `"a\"b\\"`, `"\u00e9\ud83d\ude00"`,
		`"\ud800"`, "\"\xff\"", "\"\xc3\"", "\"a\tb\"", "\"\x00\"", `"\x"`, `"\u12g4"`, `"open`}
	nested = []string{`{}`, `[]`, `[1,"a",null]`, `[{"a":1},{"a":2,"b":"x"}]`, `[{"a":1}, {"b":[2]}]`, `{"a":{"b":{"c":[true,false]}}}`, `[1,]`, `{"a":1,}`, `{"a" 1}`, `[[1,2],[3]`, `{"a":1`, `{,}`, `[{"a":1}{"a":2}]`,
		`{"a":01}`, `{1:2}`, `{"a":"\x"}`, `[{"a":1},]`}
	words = []string{"true", "false", "null", "tru", "nul", "True", "NaN"}
)

// usual is a value as the stream mostly has it: of one form.
func usual(r *rand.Rand) func(*rand.Rand) string {
	word := texts[r.IntN(9)]
	switch r.IntN(6) {
	case 0:
		return func(r *rand.Rand) string { return fmt.Sprint(r.IntN(1000)) }
	case 1:
		return func(r *rand.Rand) string { return fmt.Sprintf("%.2f", r.Float64()*100) }
	case 2:
		return func(r *rand.Rand) string { return word }
	case 3:
		return func(r *rand.Rand) string { return words[r.IntN(3)] }
	case 4:
		return func(r *rand.Rand) string {
			return fmt.Sprintf(`{"ip":"10.0.0.%d","attempt":%d,"more":{"x":%s}}`, r.IntN(256), r.IntN(3), word)
		}
	}
	return func(r *rand.Rand) string { return nested[r.IntN(6)] }
}

// unusual is any value, maybe none of JSON.
func unusual(r *rand.Rand) string {
	list := [][]string{numbers, texts, nested, words}[r.IntN(4)]
	return list[r.IntN(len(list))]
}

// stream makes a stream's members, those of Order among them.
func stream(r *rand.Rand) (members []memberShape) {
	date := []string{`"2024-01-15"`, `"a\"b\u00e9"`, `"ünïcode"`}[r.IntN(3)]
	members = []memberShape{
		{`"order_id"`, 1, 0.01, func(r *rand.Rand) string { return fmt.Sprint(r.IntN(100_000_000)) }},
		{`"customer_id"`, 1, 0.01, func(r *rand.Rand) string { return fmt.Sprint(r.Int64() >> r.IntN(60)) }},
		{`"order_date"`, []float64{1, 0.5, 0.05}[r.IntN(3)], 0.2, func(r *rand.Rand) string { return []string{date, "null"}[r.IntN(4)/3] }},
		{`"total_amount"`, 1, 0.01, func(r *rand.Rand) string { return fmt.Sprintf("%.1f", r.Float64()*1000) }},
	}
	keys := []string{`"note"`, `"x"`, `"source"`, `"größe"`, `"\u006fther"`, `""`, `"a key that is longer than what is compared at once, of sixty-four bytes and more"`, `"Order_ID"`, `"order"`}
	for range r.IntN(6) {
		members = append(members, memberShape{keys[r.IntN(len(keys))], []float64{1, 1, 0.5, 0.02}[r.IntN(4)], 0.02, usual(r)})
	}
	if r.IntN(2) == 0 {
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	return members
}

// spelling is where a stream has white space.
type spelling struct{ open, colon, before, comma, end string }

var spellings = []spelling{{}, {"", ": ", "", ", ", ""}, {" ", " : ", " ", ",", " "}, {"\t", ":", "", " ,\t", ""}, {"", ":  ", "", ",", "  "}}

// write writes a record of members that are mostly there, and mostly usual.
func (s spelling) write(r *rand.Rand, members []memberShape) string {
	var b strings.Builder
	b.WriteString(s.before + "{" + s.open)
	first := true
	for _, m := range members {
		if r.Float64() >= m.present {
			continue
		}
		if !first {
			b.WriteString(s.comma)
			if s.comma == "" {
				b.WriteByte(',')
			}
		}
		first = false
		value := m.value(r)
		if r.Float64() < m.odd {
			value = unusual(r)
		}
		b.WriteString(m.key + s.colon)
		if s.colon == "" {
			b.WriteByte(':')
		}
		b.WriteString(value)
	}
	return b.String() + s.end + "}"
}

// disturbed has a record differ from its stream's.
func disturbed(r *rand.Rand, members []memberShape) ([]memberShape, spelling) {
	members = append([]memberShape(nil), members...)
	switch i := r.IntN(len(members)); r.IntN(4) {
	case 0:
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	case 1:
		members = append(members, members[i]) // twice
	case 2:
		members[i].key = fmt.Sprintf(`"new %d"`, r.IntN(1000))
	default:
		members[i].present = 0
	}
	return members, spellings[r.IntN(len(spellings))]
}

func TestStreamsOfOrders(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	read, taken := 0, 0
	for range 120 {
		streams := [][]memberShape{stream(r), stream(r)}[:1+r.IntN(5)/4]
		spelt := spellings[r.IntN(len(spellings))]
		noise := []float64{0, 0.01, 0.3}[r.IntN(3)]
		var d orderDecoder
		for range 1 + r.IntN(8) {
			var lines []string
			for range 1 + r.IntN(100) {
				members, spelling := streams[r.IntN(len(streams))], spelt
				if r.Float64() < noise {
					members, spelling = disturbed(r, members)
				}
				line := spelling.write(r, members)
				if r.Float64() < noise/4 {
					line = string(mutate(r, line))
				}
				lines = append(lines, line)
			}
			data := []byte(strings.Join(lines, "\n"))
			compareOrders(t, &d, data)
			for batch := rt.NewBatch(data); batch.More(); batch.Line() {
				read++
				if d.flat.Read(batch.Rest(), &orderKeys, &d.scratch) {
					taken++
				}
			}
		}
	}
	if taken < read/2 {
		t.Errorf("seed %d: of %d records the straight path took %d", seed, read, taken)
	}
}

// What isn't read may nest as deep as encoding/json says, wherever it stands.
func TestDepthOfWhatIsNotRead(t *testing.T) {
	var d orderDecoder
	for _, path := range []string{``, `{"a":`, `{"a":{"b":`, `[{"a":`, `[`, `{"a":[{"b":`, strings.Repeat(`{"a":`, 12)} {
		for depth := 9_980; depth < 10_010; depth++ {
			for _, brackets := range []string{"[]", `{"x":}`} {
				open, closing := brackets[:len(brackets)-1], brackets[len(brackets)-1:]
				value := strings.Repeat(open, depth) + "1" + strings.Repeat(closing, depth)
				outer := ""
				for i := len(path) - 1; i >= 0; i-- {
					switch path[i] {
					case '{':
						outer += "}"
					case '[':
						outer += "]"
					}
				}
				compareOrders(t, &d, []byte(`{"order_id":1,"note":`+path+value+outer+`,"customer_id":2,"total_amount":1}`))
			}
		}
	}
}
