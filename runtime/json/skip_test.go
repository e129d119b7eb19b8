package json

import (
	stdjson "encoding/json"
	"strings"
	"testing"
)

var samples = []string{
	`{}`, `[]`, `{"a":1}`, ` { "a" : [ 1 , -2.5e+10 , "x\n\u00e9\ud83d\ude00" , true , false , null ] } `,
	`{"a":}`, `{"a"}`, `{,}`, `[1,]`, `[,1]`, `{"a":1,}`, `01`, `-`, `-0`, `1.`, `.5`, `1e`, `1e+`, `1E5`, `0e0`, `--1`, `+1`,
	`"`, `"\`, `"\u12"`, `"\u12G4"`, `"\x"`, "\"\x01\"", "\"\x7f\"", "\"\xff\xfe\"", `"12345678"`, `"1234567\n89"`,
	"\"abcdefg\x1fhijklmnop\"", `nul`, `nulll`, `tru`, `truE`, `fals`, ``, ` `, "\t\n\r1\v", `1 2`, `{"a":1 "b":2}`, `[1 2]`,
	`{"a" 1}`, `{1:2}`, `{"a":1}}`, "\x00", "1\x00", `"é世界"`, `{"\u0061":1}`, "\xef\xbb\xbf1",
}

func TestValidAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range samples {
		if got, want := Valid(text), stdjson.Valid([]byte(text)); got != want {
			t.Errorf("Valid(%q) = %v, encoding/json says %v", text, got, want)
		}
	}
}

func TestNestingLimit(t *testing.T) {
	for _, depth := range []int{maxDepth, maxDepth + 1} {
		text := strings.Repeat("[", depth) + strings.Repeat("]", depth)
		if got, want := Valid(text), stdjson.Valid([]byte(text)); got != want {
			t.Errorf("%d arrays: Valid = %v, encoding/json says %v", depth, got, want)
		}
	}
}

func FuzzValid(f *testing.F) {
	for _, text := range samples {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Valid(text), stdjson.Valid([]byte(text)); got != want {
			t.Errorf("Valid(%q) = %v, encoding/json says %v", text, got, want)
		}
	})
}

func FuzzUnescape(f *testing.F) {
	for _, text := range samples {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if SkipString(text, 0) != len(text) || text == "" || text[0] != '"' {
			return
		}
		var want string
		if err := stdjson.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("SkipString accepts %q, encoding/json says %v", text, err)
		}
		if got := string(Unescape(nil, text)); got != want {
			t.Errorf("Unescape(%q) = %q, encoding/json says %q", text, got, want)
		}
	})
}
