package json

import (
	"math/rand/v2"
	"testing"
)

var passSamples = []string{
	`"short"`, `"a longer string than eight"`, `""`, `"#"`, `"a\nb"`, `"\u00e9"`, `"é"`, `0`, `12`, `-1`, `01`, `1.5`, `1.`, `1e5`, `1.5E-3`, `true`, `false`, `null`,
	`nul`, `truth`, `[]`, `[1]`, `[1,2,"x"]`, `["a",true]`, `[1,[2]]`, `[1, 2]`, `[1,]`, `[,]`, `[1 2]`, `["a"`, `{}`, `{"a":1}`, `{"a":}`, `x`, ` 1`, "[1,\n2]", "{\"a\":\n1}",
}

// comparePass checks Pass against Skip, for a value between two members.
func comparePass(t *testing.T, value string) {
	const key, rest = `,"status":`, `,"what follows":1}`
	text := key + value + rest
	want := skipNested(text, len(key))
	if want >= 0 && text[len(key)] == ' ' {
		return // Pass leaves white space to Seek, or takes it: both are right
	}
	got := Pass(text, 0, Members(key))
	if want < 0 {
		want = len(text)
	}
	refused := got == len(text) && (want == len(text) || text[want] != ',') // at once, or by what follows
	if got != want && !refused {
		t.Errorf("Pass over %s ends at %d, not %d", value, got, want)
	}
}

func TestPassAgreesWithSkip(t *testing.T) {
	for _, value := range passSamples {
		comparePass(t, value)
	}
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		data := []byte(passSamples[r.IntN(len(passSamples))])
		data[r.IntN(len(data))] = `[]{},:"\ 0123e.-tfn`[r.IntN(19)]
		comparePass(t, string(data))
	}
}

func TestMembersTellKeysApart(t *testing.T) {
	for _, key := range []string{`,"a":`, `,"abcd":`, `,"abcde":`, `,"customer_id":`, `,"a_rather_long_name_of_a_column":`} {
		text := key + `1,"other":12345678}`
		if got := Pass(text, 0, Members(key)); got != len(key)+1 {
			t.Errorf("%s: Pass ends at %d", key, got)
		}
		for i := range key {
			wrong := []byte(text)
			wrong[i] ^= 1
			if got := Pass(string(wrong), 0, Members(key)); got != 0 {
				t.Errorf("%s: Pass takes %s", key, wrong)
			}
		}
	}
}
