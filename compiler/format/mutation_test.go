package format_test

import (
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler/internal/mutate"
)

var (
	seed   = flag.Uint64("seed", 0, "of the random tests; 0 takes the time")
	rounds = flag.Int("rounds", 2000, "of the random tests")
)

// TestMutations: checkFormat holds for SQL that was changed at random, with comments and line breaks thrown in.
func TestMutations(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	random := rand.New(rand.NewPCG(*seed, 2))
	statements := corpus(t)
	names := slices.Sorted(maps.Keys(statements))
	for range *rounds {
		src := statements[names[random.IntN(len(names))]]
		if random.IntN(2) == 0 {
			src = mutate.Text(random, src)
		}
		src = comment(random, src)
		checkFormat(t, src)
		if t.Failed() {
			t.Fatalf("with -seed %d:\n%s", *seed, src)
		}
	}
}

// comment puts comments and line breaks between some words of a text.
func comment(random *rand.Rand, src string) string {
	var out strings.Builder
	for _, word := range strings.Split(src, " ") {
		out.WriteString(word)
		out.WriteString([]string{" ", " ", " ", " ", "\n", "\n\n", " -- note\n", "\n-- line\n", " /* block */ ", "\n/* two\n   lines */\n"}[random.IntN(10)])
	}
	return out.String()
}
