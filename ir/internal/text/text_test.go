package text

import (
	"math/rand/v2"
	"testing"
)

// Whatever a string or name holds, it is read back, from one line without control characters.
func TestQuotes(t *testing.T) {
	pieces := []string{"a", "'", `"`, `\`, "\n", "\t", "\x00", "\xff", "é", "日", "\u202e", "\ufffd", "u{61}", " ", "E"}
	for seed := range uint64(5000) {
		g := rand.New(rand.NewPCG(seed, 0))
		want := "x"
		for range g.IntN(6) {
			want += pieces[g.IntN(len(pieces))]
		}
		for _, printed := range []string{Quote(want), Name(want)} {
			sc := NewScanner(printed)
			if got := sc.Next(); got.Text != want || sc.Done() != nil {
				t.Fatalf("seed %d: %q was printed as %s and read as %q, %v", seed, want, printed, got.Text, sc.Err())
			}
			if !plain(printed[1:]) && printed[0] != 'E' {
				t.Fatalf("seed %d: %q was printed as %q", seed, want, printed)
			}
		}
	}
}

func TestScanner(t *testing.T) {
	for _, test := range []struct {
		src  string
		want []Token
	}{
		{"a->>b", []Token{{Word, "a"}, {Symbol, "->>"}, {Word, "b"}}},
		{"a - 5", []Token{{Word, "a"}, {Symbol, "-"}, {Number, "5"}}},
		{"-5 -1.50e-3", []Token{{Number, "-5"}, {Number, "-1.50e-3"}}},
		{"r#0.name#1", []Token{{Word, "r"}, {Symbol, "#"}, {Number, "0"}, {Symbol, "."}, {Word, "name"}, {Symbol, "#"}, {Number, "1"}}},
		{"1ex", []Token{{Number, "1"}, {Word, "ex"}}},
		{`E'a\n' E"b" "c""d"`, []Token{{String, "a\n"}, {Quoted, "b"}, {Quoted, `c"d`}}},
		{"", nil},
	} {
		sc := NewScanner(test.src)
		for _, want := range test.want {
			if got := sc.Next(); got != want {
				t.Errorf("%s: got %v, want %v", test.src, got, want)
			}
		}
		if err := sc.Done(); err != nil {
			t.Errorf("%s: %v", test.src, err)
		}
	}
}

// The first failure sticks, and everything after it is the end.
func TestScannerFails(t *testing.T) {
	sc := NewScanner("a b")
	sc.Expect("x")
	first := sc.Err()
	sc.Expect("y")
	if first == nil || sc.Err() != first || sc.Next().Kind != End || sc.Accept("b") {
		t.Errorf("after a failure: %v, then %v", first, sc.Err())
	}
	for _, src := range []string{"'abc", `"`, `E'\x4'`, `E'\u{zz}'`, `E'\`} {
		if sc := NewScanner(src); sc.Err() == nil {
			t.Errorf("%s: no error", src)
		}
	}
}

func TestBlocks(t *testing.T) {
	blocks, err := Blocks("a\n\n  b\n    | c\n  // note\n  d\ne\n")
	if err != nil || len(blocks) != 2 || len(blocks[0].Children) != 2 || blocks[0].Children[0].Children[0].Text != "| c" || blocks[1].Number != 7 {
		t.Errorf("read as %v, %v", blocks, err)
	}
	for _, src := range []string{" a", "a\n    b", "  a"} {
		if _, err := Blocks(src); err == nil {
			t.Errorf("%q: no error", src)
		}
	}
}
