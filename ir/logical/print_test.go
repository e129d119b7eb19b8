package logical_test

import (
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// A random plan that is printed, read and printed again is the same text, and stays right.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(1500) {
		g := random.New(seed)
		g.Spans = seed%2 == 0
		g.Functions = []*scalar.UserFunction{
			{Name: "risk of", Package: "example.com/udf", Func: "Risk", Params: []types.Type{g.Simple(), g.Simple()}, Result: g.Simple(),
				GoParams: []scalar.GoNull{scalar.GoPlain, scalar.GoPointer}, GoResult: scalar.GoOK, HasError: true, Volatile: seed%3 == 0, Span: g.Span()},
			{Name: "now2", Package: "example.com/udf", Func: "Now", Result: g.Simple()},
		}
		p := random.NewPlanner(g)
		p.Stateful = true
		p.Mode = logical.Mode(seed % 3)
		plan := p.Plan()
		if err := logical.Verify(plan); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := logical.PrintSpans(plan)
		back, err := logical.Parse(want)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, want)
		}
		if got := logical.PrintSpans(back); got != want {
			t.Fatalf("seed %d: printed, read and printed again\n%s\n%s", seed, want, got)
		}
		if err := logical.Verify(back); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, want)
		}
		if logical.Print(back) != logical.Print(plan) {
			t.Fatalf("seed %d: differs without positions", seed)
		}
	}
}
