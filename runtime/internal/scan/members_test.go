package scan

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// membersOf looks at one byte after the other.
func membersOf(text string, pos int, keys []string, inner bool) (values []Value, end int) {
	for _, key := range keys {
		if pos > len(text)-MembersRoom || !strings.HasPrefix(text[pos:], key) {
			break
		}
		if !inner && strings.HasPrefix(text[pos+len(key):], innerNames[0]) {
			next := innerEnd(text, pos+len(key))
			if next < 0 {
				break
			}
			values, pos = append(values, Value{}), next
			continue
		}
		v, next := valueAt(text, pos+len(key))
		if next < 0 {
			break
		}
		values, pos = append(values, v), next
	}
	return values, pos
}

// innerNames are the keys of objects that are values.
var innerNames = []string{`{"ip":`, `, "attempt": `}

// innerEnd is where such an object ends, -1 where it isn't one.
func innerEnd(text string, pos int) int {
	values, end := membersOf(text, pos, innerNames, true)
	if len(values) < len(innerNames) || text[end] != '}' {
		return -1
	}
	return end + 1
}

func valueAt(text string, pos int) (v Value, end int) {
	if text[pos] == '"' {
		return stringAt(text, pos+1)
	}
	for word, kind := range map[string]uint32{"true": Bool, "false": Bool, "null": Null} {
		if strings.HasPrefix(text[pos:], word) {
			return Value{Start: uint32(pos), Length: uint32(len(word)), Kind: kind}, pos + len(word)
		}
	}
	return numberAt(text, pos)
}

var escapes = regexp.MustCompile(`^\\(["/\\bfnrt]|u[0-9A-Fa-f]{4})`)

func stringAt(text string, pos int) (v Value, end int) {
	v = Value{Start: uint32(pos), Kind: Text}
	for end = pos; text[end] != '"'; end++ {
		if text[end] < ' ' {
			return v, -1
		}
		if text[end] >= 0x80 {
			v.Detail = 1
		}
		if text[end] == '\\' {
			found := escapes.FindString(text[end:])
			if found == "" {
				return v, -1
			}
			v.Kind = Escaped
			end += len(found) - 1
		}
	}
	v.Length = uint32(end - pos)
	return v, end + 1
}

func numberAt(text string, pos int) (v Value, end int) {
	v.Kind = Integer
	if text[pos] == '-' {
		v.Kind |= Negative
		pos++
	}
	v.Start = uint32(pos)
	for end = pos; text[end]-'0' <= 9; end++ {
	}
	if end == pos || end-pos > 15 || text[pos] == '0' && end > pos+1 {
		return v, -1
	}
	if text[end] == '.' {
		v.Kind++
		v.Detail = uint32(end - pos)
		for end++; text[end]-'0' <= 9; end++ {
		}
		if text[end-1] == '.' || end-pos > 15 {
			return v, -1
		}
	}
	v.Length = uint32(end - pos)
	return v, end
}

var memberSamples = []string{
	`1`, `0`, `-7`, `-0`, `12345678`, `123456789012345`, `1234567890123456`, `01`, `-`, `-true`, `{"ip":"10.0.0.7", "attempt": 12}`, `{"ip":null, "attempt": -0.5}`, `{"ip":1, "attempt": {"ip":1, "attempt": 2}}`, `{"ip":1}`, `{"ip":1, "attempt": 2 }`,
	`{"ip":1, "attempt": 2]`, `{"ip":[], "attempt": 2}`, `{"attempt":1}`, `1.5`, `0.25`, `-12.75`, `1.`, `.5`, `1234567.1234567`, `12345678.1234567`,
	`""`, `"a"`, `"fifteen letters"`, `"sixteen letters."`, `"a string that is longer than thirty-two bytes"`, `"é"`, `"fourteen bytesé"`, `"世界, and more than sixteen bytes"`,
	`"a\"b"`, "\"a\tb\"", "\"\x7f\xff\"", `"sixteen letters.\n"`, `"\""`, `"\\"`, `"a\/b"`, `"\b\f\n\r\t"`, `"\u00e9\uD83d\uDE0a and \\\" more, ünïcode"`, `"\x"`, `"\u12g4"`, `"\u123"`, `"\U0041"`, `"\e"`, `"\v"`, `"\s"`, `"\q\a"`, `true`, `false`, `null`, `nul`, `True`, `falsy`, `[1]`, `{}`, ` 1`,
}

// implementations are Members as it is for this kind of processor, and in plain Go.
var implementations = map[string]func(text string, pos int, keys []Key, values []Value) (taken, end int){"Members": Members, "members": members}

func TestMembers(t *testing.T) {
	for name, of := range implementations {
		t.Run(name, func(t *testing.T) { testMembers(t, of) })
	}
}

// What is found is compared for objects one behind the other, since lengths are kept.
func testMembers(t *testing.T, of func(text string, pos int, keys []Key, values []Value) (taken, end int)) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	names := []string{`{"id":`, `,"k":`, `,"twelve____":`, `,"exactly16____":`, `,"seventeen_____":`, `,"thirty_two_bytes_are_not_the_m":`, ` , "forty_eight_bytes, with blanks around" :  `,
		`,  "fifty_nine_bytes, so that the last of the vectors differs":`, `,  "sixty_four_bytes, which are the most that a key is to have":`}
	taken := 0
	for range 3_000 {
		n := 1 + r.IntN(len(names))
		keys, places := make([]Key, n), r.Perm(n + 2)[:n]
		for i := range n {
			keys[i] = NewKey(names[i], places[i])
			keys[i].Inside([]Key{NewKey(innerNames[0], n+2), NewKey(innerNames[1], n+2)})
		}
		steady := make([]string, n) // most values have the length of the one before
		for range 20 {
			b := []byte("0123456789"[:r.IntN(10)])
			start := len(b)
			for i := range n {
				if steady[i] == "" || r.IntN(10) == 0 {
					steady[i] = memberSamples[r.IntN(len(memberSamples)/(1+r.IntN(2)))]
				}
				b = append(b, names[i]+steady[i]...)
			}
			text := append(b, '}')
			if r.IntN(3) == 0 {
				const bytes = `{}",:\.-0159e trufalsnbFGUv/` + "\n\x00\x1f\x7f\x80\xff"
				text[start+r.IntN(len(text)-start)] = bytes[r.IntN(len(bytes))]
			}
			text = append(text, strings.Repeat("x\"", MembersRoom)...) // the judge stops at a quote
			want, wantEnd := membersOf(string(text), start, names[:n], false)
			values := make([]Value, n+3)
			found, end := of(string(text), start, keys, values)
			if found != len(want) || end != wantEnd {
				t.Fatalf("seed %d: of %q %d members are taken, to %d, not %d, to %d", seed, text, found, end, len(want), wantEnd)
			}
			for i, v := range want {
				got := values[places[i]]
				if v.Kind == None {
					continue // what stands in the place of an object isn't said
				}
				if v.Kind == Escaped {
					v.Detail = 0
				}
				if v.Kind == Text && got.Detail != 0 {
					got.Detail = 1
				}
				if v.Kind != Text && v.Kind&^Negative != Fraction {
					got.Detail = 0
				}
				if got != v {
					t.Fatalf("seed %d: value %d of %q is %v, not %v", seed, i, text, got, v)
				}
			}
			if found == n {
				taken++
			}
		}
	}
	if taken == 0 {
		t.Error("no object is taken")
	}
	t.Logf("%d objects are taken", taken)
}

// Nothing is read behind the text, and nothing is found that isn't there.
func TestMembersAtTheEnd(t *testing.T) {
	const last = `,"a key that is as long as a key may be, of sixty-four bytes .":`
	text := `{"id":-123456789.12345` + last + `"a string that is longer than thirty-two bytes"`
	keys := []Key{NewKey(`{"id":`, 0), NewKey(last, 1)}
	for name, of := range implementations {
		for room := range 2 * MembersRoom {
			whole := text + strings.Repeat(" ", room)
			taken, end := of(whole, 0, keys, make([]Value, 2))
			if ends := []int{0, strings.Index(text, last), len(text)}; end != ends[taken] {
				t.Errorf("%s: with %d bytes behind it, %d members end at %d", name, room, taken, end)
			}
			if room >= MembersRoom && taken < 2 {
				t.Errorf("%s: with %d bytes behind it, %d members are taken", name, room, taken)
			}
		}
	}
}

func BenchmarkMembers(b *testing.B) {
	text := `{"trade_id":149,"trader_id":"TRADER9","symbol":"SYM149","venue":"XSWX","price":149.00,"quantity":149,"millis":1700149000}` + strings.Repeat(" ", MembersRoom)
	var keys []Key
	for i, key := range []string{`{"trade_id":`, `,"trader_id":`, `,"symbol":`, `,"venue":`, `,"price":`, `,"quantity":`, `,"millis":`} {
		keys = append(keys, NewKey(key, i))
	}
	values := make([]Value, len(keys))
	for name, of := range implementations {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text) - MembersRoom))
			for b.Loop() {
				of(text, 0, keys, values)
			}
		})
	}
}
