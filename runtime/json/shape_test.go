package json

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/internal/scan"
)

// Learning is bounded by what is read, and so is what is known, whatever comes.
func TestLearningIsBounded(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	keys := NewKeys("a", "b", "c")
	record := func(kind string) string {
		members := []string{`"a":1`, `"b":2`, `"c":3`}
		switch kind {
		case "new members":
			members = append(members, fmt.Sprintf(`"new %d":1`, r.IntN(1_000_000)))
		case "new objects":
			members = append(members, fmt.Sprintf(`"x %d":{"y %d":{"z %d":1}}`, r.IntN(50), r.IntN(50), r.IntN(50)))
		case "any order":
			members = append(members, `"d":4`, `"e":5`, `"f":6`)
			r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		case "any spelling":
			return strings.Repeat(" ", r.IntN(20)) + "{" + strings.Join(members, ","+strings.Repeat(" ", r.IntN(20))) + "}"
		case "twice":
			members = append(members, members[r.IntN(3)])
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	for _, kind := range []string{"new members", "new objects", "any order", "any spelling", "twice"} {
		var f Flat
		var scratch rt.Scratch
		for i := range 50_000 {
			text := record(kind) + strings.Repeat(" ", 100)
			if f.Read(text, &keys, &scratch) {
				if a, b, c := f.Int64(0), f.Int64(1), f.Int64(2); a != 1 || b != 2 || c != 3 || f.End() < 0 {
					t.Fatalf("seed %d: %q is read as %d, %d, %d, to %d", seed, text, a, b, c, f.End())
				}
			} else if kind == "new members" || kind == "new objects" || kind == "any spelling" {
				t.Fatalf("seed %d: %q is refused", seed, text)
			}
			if i%1000 > 0 {
				continue
			}
			known := f.shape.size()
			for _, other := range f.others {
				known += other.size()
			}
			l := f.learning
			if l.known != known || known > mostKeys || l.learnt > firstKeys+l.objects/keyPrice {
				t.Fatalf("seed %d: of %s, %d keys are known, counted as %d, and %d were learnt of %d records", seed, kind, known, l.known, l.learnt, l.objects)
			}
		}
	}
}

// What is written otherwise from some record on is learnt.
func TestShapesAreLearnt(t *testing.T) {
	keys := NewKeys("id", "name", "price")
	var f Flat
	var scratch rt.Scratch
	for _, record := range []string{
		`{"id":1,"name":"x","price":1.5}`,
		`{"id": 1, "name": "x", "price": 1.5}`,
		`{"price":1.5,"name":"x","id":1}`,
		`{"id":1,"meta":{"ip":"::1","n":2},"name":"x","price":1.5}`,
		`{"price":1.5}`,
		`{"other":true,"price":1.5,"id":1}`,
		`{"v":1,"id":1,"größe":2,"\u006fther":null,"name":"x","price":1.5}`,
	} {
		text := record + strings.Repeat(" ", 100)
		for range 2 * longestAbsent {
			if !f.Read(text, &keys, &scratch) || f.End() != len(record) {
				t.Fatalf("%s isn't read", record)
			}
		}
		if strings.Contains(record, `{"ip"`) {
			continue // gone over in two steps
		}
		if n, end := scan.Members(text, 0, f.shape.keys, f.values); n != len(f.shape.keys) || end != len(record)-1 {
			t.Errorf("%s: of its members, %d are foreseen, to %d", record, n, end)
		}
	}
}
