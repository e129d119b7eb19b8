package text

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// Values of PostgreSQL 15, and of Flink 1.20 for SPLIT_INDEX and LOCATE.
func TestFunctions(t *testing.T) {
	s := &rt.Scratch{}
	for _, test := range []struct{ name, got, want string }{
		{"substring", Substring("größe", 2, 3), "röß"},
		{"substring before the start", Substring("abc", -1, 3), "a"},
		{"substring behind the end", Substring("abc", 5, 3), ""},
		{"substring huge", Substring("abc", 2, 1<<31-1), "bc"},
		{"from", From("größe", 4), "ße"},
		{"left", Left("größe", 3), "grö"},
		{"left negative", Left("größe", -2), "grö"},
		{"left too negative", Left("abc", -5), ""},
		{"right", Right("größe", 2), "ße"},
		{"right negative", Right("größe", -3), "ße"},
		{"lpad", PadLeft(s, "ab", 5, "xyß"), "xyßab"},
		{"lpad cut", PadLeft(s, "größe", 3, "x"), "grö"},
		{"lpad by nothing", PadLeft(s, "ab", 5, ""), "ab"},
		{"rpad", PadRight(s, "ab", 5, "ß"), "abßßß"},
		{"rpad negative", PadRight(s, "ab", -1, "x"), ""},
		{"replace", Replace(s, "aXbXX", "X", "--"), "a--b----"},
		{"replace nothing", Replace(s, "abc", "", "x"), "abc"},
		{"translate", Translate(s, "12345", "143", "ax"), "a2x5"},
		{"overlay", OverlayCount(s, "Txxxxas", "hom", 2, 4), "Thomas"},
		{"overlay longer", Overlay(s, "abc", "12345", 2), "a12345"},
		{"reverse", Reverse(s, "aß€😀"), "😀€ßa"},
		{"initcap", Initcap(s, "hELLO wORLD-foo 3rd öl"), "Hello World-Foo 3rd Öl"},
		{"upper", Upper(s, "straße 1ä"), "STRAßE 1Ä"},
		{"lower", Lower(s, "ÄBC x"), "äbc x"},
		{"repeat", Repeat(s, "ab", 3), "ababab"},
		{"repeat none", Repeat(s, "ab", -1), ""},
		{"split_part", SplitPart("a,b,,c", ",", 3), ""},
		{"split_part from the end", SplitPart("a,b,,c", ",", -1), "c"},
		{"split_part beyond", SplitPart("a,b", ",", -3), ""},
		{"split_part without delimiter", SplitPart("a,b", "", 1), "a,b"},
		{"trim", Trim("xyaxbyx", "xy"), "axb"},
		{"concat", Concat(s, "a", "", "b"), "ab"},
		{"concat integer", ConcatInteger(s, "a", math.MinInt64), "a-9223372036854775808"},
		{"concat integer without text", ConcatInteger(s, "", 0), "0"},
		{"fit", Fit("ab  ", 2), "ab"},
		{"pad", Pad(s, "ß", 3), "ß  "},
		{"base64", ToBase64(s, "weir"), "d2Vpcg=="},
		{"escape", EncodeEscape(s, []byte{0, 'a', '\\', 200}), `\000a\\\310`},
		{"unescape", string(DecodeEscape(s, `\000a\\\310`)), "\x00a\\\xc8"},
		{"hex", Hex(s, "weir"), "77656972"},
		{"to_hex", ToHex32(s, -1), "ffffffff"},
		{"bin", Bin(s, 12), "1100"},
		{"utf-16", FromCharset(s, ToCharset(s, "a€😀", "UTF-16LE"), "UTF-16LE"), "a€😀"},
		{"latin", FromCharset(s, ToCharset(s, "größe€", "ISO-8859-1"), "ISO-8859-1"), "größe?"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestNumbersOfCharacters(t *testing.T) {
	for _, test := range []struct {
		name      string
		got, want int32
	}{
		{"length", Length("aß€😀"), 4}, {"octets", ByteLength("aß€😀"), 10}, {"find", Find("größe", "ß"), 4}, {"find nothing", Find("a", "b"), 0},
		{"find empty", Find("a", ""), 1}, {"locate", Locate("e", "weir weir", 3), 7}, {"locate before", Locate("e", "we", 0), 0}, {"ascii", Ascii("€"), 8364}, {"ascii empty", Ascii(""), 0},
	} {
		if test.got != test.want {
			t.Errorf("%s: %d, want %d", test.name, test.got, test.want)
		}
	}
	for index, want := range []string{"a", "b", "", "c"} {
		if got, ok := SplitIndex("a,b,,c", ",", int32(index)); !ok || got != want {
			t.Errorf("field %d is %q, %v", index, got, ok)
		}
	}
	if got, ok := SplitIndex("a,b", ",", 2); ok {
		t.Errorf("field 2 is %q", got)
	}
}

// LIKE agrees with a regular expression made from the pattern.
func TestLikeAgainstRegexp(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	random := func(letters []string, n int) string {
		var b strings.Builder
		for range r.IntN(n) {
			b.WriteString(letters[r.IntN(len(letters))])
		}
		return b.String()
	}
	for range 50_000 {
		s := random([]string{"a", "b", "ß", "%", "_"}, 10)
		pattern := random([]string{"a", "b", "ß", "%", "%", "_", `\%`, `\_`, `\a`}, 8)
		if got, want := Like(s, pattern, `\`), likeRegexp(pattern).MatchString(s); got != want {
			t.Fatalf("seed %d: %q LIKE %q is %v", seed, s, pattern, got)
		}
	}
}

func likeRegexp(pattern string) *regexp.Regexp {
	var b strings.Builder
	escaped := false
	for _, c := range pattern {
		switch {
		case escaped || c != '\\' && c != '%' && c != '_':
			b.WriteString(regexp.QuoteMeta(string(c)))
			escaped = false
		case c == '\\':
			escaped = true
		case c == '%':
			b.WriteString("(?s:.*)")
		default:
			b.WriteString("(?s:.)")
		}
	}
	return regexp.MustCompile(`\A` + b.String() + `\z`)
}

func TestLikeEscapes(t *testing.T) {
	for _, test := range []struct {
		s, pattern, escape string
		want               bool
	}{
		{"a%b", "a#%b", "#", true}, {"axb", "a#%b", "#", false}, {`a\b`, `a\b`, "", true}, {"WEIR", "we_r", `\`, false}, {"", "", `\`, true}, {"", "%", `\`, true}, {"a", "", `\`, false},
	} {
		if got := Like(test.s, test.pattern, test.escape); got != test.want {
			t.Errorf("%q LIKE %q ESCAPE %q is %v", test.s, test.pattern, test.escape, got)
		}
	}
	if !LikeFold("GRÖSSE", "gr_sse", `\`) {
		t.Error("ILIKE regards case")
	}
}

// A steady flow of batches builds its strings without allocating.
func TestScratchIsReused(t *testing.T) {
	s := &rt.Scratch{}
	allocations := testing.AllocsPerRun(100, func() {
		s.Reset()
		for range 20 {
			Upper(s, Concat(s, "some", " ", "text"))
			OfInteger(s, 123456)
		}
	})
	if allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// Integers are printed as by package strconv, and what is printed stays as it is when more is.
func TestIntegers(t *testing.T) {
	var scratch rt.Scratch
	var got, want []string
	for shift := range 64 {
		for _, v := range []int64{1<<shift - 1, 1 << shift, -1 << shift, 1<<shift + 10} {
			got = append(got, OfInteger(&scratch, v), ConcatInteger(&scratch, "id ", v))
			want = append(want, strconv.FormatInt(v, 10), "id "+strconv.FormatInt(v, 10))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nnot %q", got, want)
	}
}
