package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// block is text with the slack behind it that overBlocks leaves.
func block(text string) []byte {
	return append(make([]byte, 0, len(text)+slack), text...)[:len(text)]
}

// TestMeasurementAt checks the arithmetic on words against the plain reader: whatever it takes is right, and the usual shape is taken.
func TestMeasurementAt(t *testing.T) {
	names := []string{"a", "Wien", "1234567", "12345678", "123456789", "fifteen letters", "sixteen letters.", "seventeen letters", "São Paulo"}
	for _, name := range names {
		for tenths := int64(-1100); tenths <= 1100; tenths++ {
			line := fmt.Sprintf("%s;%s\n", name, appendFixed(nil, tenths, 1))
			next, _, _, length, got := measurementAt(block(line), 0)
			if tenths > -1000 && tenths < 1000 && next != len(line) || next >= 0 && (got != tenths || length != int64(len(name))) {
				t.Fatalf("%q: %d, %d, %d", line, next, length, got)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	const letters = "0123456789.-\n+ \x00\x01\x1e;e"
	for range 2_000_000 {
		text := make([]byte, 3+r.IntN(5))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		line := "a;" + string(text) + "\n"
		next, _, _, _, got := measurementAt(block(line), 0)
		if next < 0 {
			continue
		}
		if want, err := parseTenths(line[2 : next-1]); err != nil || want != got {
			t.Fatalf("%q is read as %d", line, got)
		}
	}
}

// TestStationsAreStrict checks that bad records stop the rival, and that quotes and line ends of any kind don't.
func TestStationsAreStrict(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for text, want := range map[string]string{
		"a;1.0\nb;-2.5\na;2.0\n":   "a,1.0,1.500000,2.0\nb,-2.5,-2.500000,-2.5\n",
		"\"a;b\";1\r\n\"a;b\";2\n": "a;b,1.0,1.500000,2.0\n",
		"a;-0.1\na;-0.2\na;0.0\n":  "a,-0.2,-0.100000,0.0\n",
		"a;1.0\na\n":               "error",
		"a;1.0\na;1.x\n":           "error",
		"a;1.0\na;1.25\n":          "error",
		"a;1.0\na;1.0;2\n":         "error",
		"a;1.0\n;1.0\n":            "error",
		"a;1.0\na;1000.0\n":        "error",
		"a;1.0\na;\n":              "error",
	} {
		in, out := filepath.Join(t.TempDir(), "in.csv"), filepath.Join(t.TempDir(), "out.csv")
		if err := os.WriteFile(in, []byte(measurementsHeader+text), 0o644); err != nil {
			t.Fatal(err)
		}
		for cores := 1; cores <= 4; cores++ {
			runtime.GOMAXPROCS(cores)
			got := "error"
			err := stations(in, out)
			if err == nil {
				written, _ := os.ReadFile(out)
				got = strings.TrimPrefix(string(written), stationsHeader)
			}
			if sorted(got) != sorted(want) {
				t.Errorf("%q on %d cores: %q, %v; want %q", text, cores, got, err, want)
			}
		}
	}
}

func sorted(lines string) string {
	first, rest, _ := strings.Cut(lines, "\n")
	if rest < first {
		return rest + first
	}
	return first + rest
}
