package bind

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestMutated binds the corpus with random edits. The seed is printed where it fails.
func TestMutated(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	list := corpus(t)
	for range 3000 {
		sql := list[r.IntN(len(list))]
		for range 1 + r.IntN(6) {
			sql = mutate(r, sql)
		}
		checkBound(t, sql)
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, sql)
		}
	}
}

// mutate drops, repeats or replaces a few bytes, or swaps two of them.
func mutate(r *rand.Rand, sql string) string {
	if len(sql) < 2 {
		return sql
	}
	i, j := r.IntN(len(sql)), r.IntN(len(sql))
	i, j = min(i, j), max(i, j)
	if i == j {
		return sql[:i] + sql[i+1:]
	}
	switch r.IntN(4) {
	case 0:
		return sql[:i] + sql[min(len(sql), i+r.IntN(8)):]
	case 1:
		return sql[:j] + sql[i:min(j, i+20)] + sql[j:]
	case 2:
		const bytes = " (),;'\"*+-.[]{}$\n1aé"
		at := r.IntN(len(bytes))
		return sql[:i] + bytes[at:at+1] + sql[i+1:]
	}
	return sql[:i] + sql[j:j+1] + sql[i+1:j] + sql[i:i+1] + sql[min(j+1, len(sql)):]
}
