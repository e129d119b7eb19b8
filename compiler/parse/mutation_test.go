package parse_test

import (
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler/internal/mutate"
	"github.com/weirsql/weir/compiler/parse"
)

var (
	seed   = flag.Uint64("seed", 0, "of the random tests; 0 takes the time")
	rounds = flag.Int("rounds", 4000, "of the random tests")
)

// TestMutations: whatever is broken in good SQL, the parser answers with diagnostics inside the text, or with a tree whose
// spans are exact and that prints as SQL of the same meaning.
func TestMutations(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	random := rand.New(rand.NewPCG(*seed, 1))
	statements := corpus(t)
	names := slices.Sorted(maps.Keys(statements))
	for range *rounds {
		src := mutate.Text(random, statements[names[random.IntN(len(names))]])
		tree, diags := parse.File(src)
		checkDiagnostics(t, src, diags)
		if !diags.HasErrors() {
			checkSpans(t, src, tree)
			checkPrint(t, tree)
		}
		if t.Failed() {
			t.Fatalf("with -seed %d:\n%s", *seed, src)
		}
	}
}
