package physical_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/ir/physical"
)

// Damaged plans are errors, or other plans; reading, verifying and printing them doesn't panic.
func TestDamagedText(t *testing.T) {
	read := 0
	for seed := range uint64(1000) {
		g := random.New(seed)
		bound := random.NewPlanner(g).Plan()
		lowered, _ := lower.Plan(bound)
		texts := []string{damage(g, logical.PrintSpans(bound)), damage(g, physical.PrintSpans(lowered))}
		if p, err := logical.Parse(texts[0]); err == nil && logical.Verify(p) == nil {
			logical.Print(p)
			read++
		}
		if p, err := physical.Parse(texts[1]); err == nil && physical.Verify(p) == nil {
			physical.Print(p)
			read++
		}
	}
	if read == 0 {
		t.Error("no damaged plan was read: the test damages too much")
	}
}

// damage removes, repeats or replaces a line or a few characters.
func damage(g *random.Gen, text string) string {
	lines := strings.Split(text, "\n")
	i, j := g.IntN(len(lines)), g.IntN(len(lines))
	switch g.IntN(4) {
	case 0:
		lines = append(lines[:i], lines[i+1:]...)
	case 1:
		lines[i] = lines[j]
	case 2:
		lines[i] = lines[i][:g.IntN(len(lines[i])+1)]
	default:
		marks := "()[]@:#%'\"=,.<>| 0aNE"
		at := g.IntN(len(lines[i]) + 1)
		lines[i] = lines[i][:at] + string(marks[g.IntN(len(marks))]) + lines[i][min(at+g.IntN(2), len(lines[i])):]
	}
	return strings.Join(lines, "\n")
}
