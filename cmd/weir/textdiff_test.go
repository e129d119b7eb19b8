package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The judge is patch(1): applied to the old text, our diff gives the new text.
func TestDiffIsAPatch(t *testing.T) {
	if _, err := exec.LookPath("patch"); err != nil {
		t.Skip("no patch command")
	}
	const seed = 7
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	for range 60 {
		old := randomText(random)
		new := randomText(random)
		if random.IntN(3) > 0 {
			new = mutate(random, old)
		}
		checkPatch(t, old, new)
	}
}

func randomText(random *rand.Rand) string {
	var text strings.Builder
	for range 1 + random.IntN(40) {
		fmt.Fprintf(&text, "line %d\n", random.IntN(30))
	}
	return text.String()
}

func mutate(random *rand.Rand, text string) string {
	lines := strings.SplitAfter(text, "\n")
	for range 1 + random.IntN(3) {
		at := random.IntN(len(lines))
		switch random.IntN(3) {
		case 0:
			lines[at] = "changed\n"
		case 1:
			lines = append(lines[:at], lines[at+1:]...)
		default:
			lines = append(lines[:at], append([]string{"added\n"}, lines[at:]...)...)
		}
		if len(lines) == 0 {
			return "all\n"
		}
	}
	return strings.TrimSuffix(strings.Join(lines, ""), "\n") + strings.Repeat("\n", random.IntN(2))
}

func checkPatch(t *testing.T, old, new string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte(old), 0o666); err != nil {
		t.Fatal(err)
	}
	var diff bytes.Buffer
	(&terminal{stdout: &diff}).printDiff("file", []byte(old), []byte(new))
	if old == new {
		return
	}
	patch := exec.Command("patch", "--quiet", "--posix", file)
	patch.Stdin = bytes.NewReader(diff.Bytes())
	if output, err := patch.CombinedOutput(); err != nil {
		t.Fatalf("patch: %v\n%s\ndiff:\n%s", err, output, diff.Bytes())
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != new {
		t.Fatalf("patched:\n%q\nwant:\n%q\ndiff:\n%s", got, new, diff.Bytes())
	}
}
