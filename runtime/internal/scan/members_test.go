//go:build amd64

package scan

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// membersOf looks at one byte after the other.
func membersOf(text string, keys []string) (values []Value, end int) {
	for _, key := range keys {
		if end > len(text)-MembersRoom || !strings.HasPrefix(text[end:], key) {
			return nil, -1
		}
		v, next := valueAt(text, end+len(key))
		if next < 0 {
			return nil, -1
		}
		values, end = append(values, v), next
	}
	return values, end
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

func stringAt(text string, pos int) (v Value, end int) {
	v = Value{Start: uint32(pos), Kind: Text}
	for end = pos; text[end] != '"'; end++ {
		if text[end] < ' ' || text[end] == '\\' {
			return v, -1
		}
		if text[end] >= 0x80 {
			v.Detail = 1
		}
	}
	if (end-pos)/vector*vector+pos > len(text)-MembersRoom {
		return v, -1 // it may be read further on
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
	`1`, `0`, `-7`, `-0`, `12345678`, `123456789012345`, `1234567890123456`, `01`, `-`, `-true`, `1.5`, `0.25`, `-12.75`, `1.`, `.5`, `1234567.1234567`, `12345678.1234567`,
	`""`, `"a"`, `"fifteen letters"`, `"sixteen letters."`, `"a string that is longer than thirty-two bytes"`, `"é"`, `"fourteen bytesé"`, `"世界, and more than sixteen bytes"`,
	`"a\"b"`, "\"a\tb\"", "\"\x7f\xff\"", `"sixteen letters.\n"`, `true`, `false`, `null`, `nul`, `True`, `falsy`, `[1]`, `{}`, ` 1`,
}

// What Members finds is compared for objects one behind the other, of which it keeps the lengths.
func TestMembers(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	names := []string{`{"id":`, `,"k":`, `,"twelve____":`, `,"exactly16____":`, `,"seventeen_____":`, `,"thirty_two_bytes_are_the_most":`}
	taken := 0
	for range 3_000 {
		n := 1 + r.IntN(len(names))
		keys, values := make([]Key, n), make([]Value, n)
		for i := range n {
			keys[i] = NewKey(names[i])
		}
		steady := make([]string, n) // most values have the length of the one before
		for range 20 {
			var b strings.Builder
			for i := range n {
				if steady[i] == "" || r.IntN(10) == 0 {
					steady[i] = memberSamples[r.IntN(len(memberSamples)/(1+r.IntN(2)))]
				}
				b.WriteString(names[i] + steady[i])
			}
			b.WriteString("}")
			text := []byte(b.String())
			if r.IntN(3) == 0 {
				const bytes = `{}",:\.-0159e trufalsn` + "\n\x00\x1f\x7f\x80\xff"
				text[r.IntN(len(text))] = bytes[r.IntN(len(bytes))]
			}
			text = append(text, strings.Repeat("\"\n", r.IntN(2*MembersRoom))...)
			text = append(text, strings.Repeat("x\"", MembersRoom)...) // the judge stops at a quote
			want, wantEnd := membersOf(string(text), names[:n])
			end := Members(string(text), keys, values)
			if end != wantEnd {
				t.Fatalf("seed %d: %q ends at %d, not at %d", seed, text, end, wantEnd)
			}
			for i, v := range want {
				got := values[i]
				if got.steady = 0; v.Kind&^Negative == Text && got.Detail != 0 {
					got.Detail = 1
				}
				if v.Kind&^Negative != Text && v.Kind&^Negative != Fraction {
					got.Detail = 0
				}
				if got != v {
					t.Fatalf("seed %d: value %d of %q is %v, not %v", seed, i, text, got, v)
				}
			}
			if end >= 0 {
				taken++
			}
		}
	}
	t.Logf("%d objects are taken", taken)
}

// Nothing is read behind the text.
func TestMembersAtTheEnd(t *testing.T) {
	text := `{"id":1,"k":"a string that is longer than thirty-two bytes"}`
	keys := []Key{NewKey(`{"id":`), NewKey(`,"k":`)}
	for room := range 2 * MembersRoom {
		whole := text + strings.Repeat(" ", room)
		end := Members(whole, keys, make([]Value, 2))
		if want := len(text) - 1; end != want && end >= 0 || room >= MembersRoom && end < 0 {
			t.Errorf("with %d bytes behind it, the object ends at %d", room, end)
		}
	}
}

func BenchmarkMembers(b *testing.B) {
	text := `{"trade_id":149,"trader_id":"TRADER9","symbol":"SYM149","venue":"XSWX","price":149.00,"quantity":149,"millis":1700149000}` + strings.Repeat(" ", MembersRoom)
	var keys []Key
	for _, key := range []string{`{"trade_id":`, `,"trader_id":`, `,"symbol":`, `,"venue":`, `,"price":`, `,"quantity":`, `,"millis":`} {
		keys = append(keys, NewKey(key))
	}
	values := make([]Value, len(keys))
	b.SetBytes(int64(len(text) - MembersRoom))
	for b.Loop() {
		Members(text, keys, values)
	}
}
