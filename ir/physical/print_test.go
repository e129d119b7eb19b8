package physical_test

import (
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// A random plan that is lowered, printed, read and printed again is the same text, and stays right.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(1500) {
		g := random.New(seed)
		g.Spans = seed%2 == 0
		plan, _ := lower.Plan(random.NewPlanner(g).Plan())
		want := physical.PrintSpans(plan)
		back, err := physical.Parse(want)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, want)
		}
		if got := physical.PrintSpans(back); got != want {
			t.Fatalf("seed %d: printed, read and printed again\n%s\n%s", seed, want, got)
		}
		if err := physical.Verify(back); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// What no plan of today has is printed and read all the same: exchanges, watermarks, changelogs.
func TestExchange(t *testing.T) {
	trades := &logical.Table{Name: "trades", Connector: "file", Format: "json",
		Columns: []logical.TableColumn{{Name: "ts", Type: types.TimestampOf(3)}}}
	row := &physical.RowType{Name: "trades", Fields: []types.Field{{Name: "ts", Type: types.TimestampOf(3)}}, Mode: logical.Retract}
	exchange := &physical.Exchange{ID: 1, Kind: physical.Hash, Key: []int{0}, Type: row, Why: "GROUP BY ts"}
	plan := &physical.Plan{Job: "windows", Tables: []*logical.Table{trades}, Exchanges: []*physical.Exchange{exchange},
		Stages: []*physical.Stage{
			{ID: 1, Name: "trades", Input: &physical.Source{Table: trades, Used: []int{0}, Type: row},
				Then: []physical.Operator{&physical.Send{Base: physical.Base{Ident: "s"}, Exchange: exchange}}},
			{ID: 2, Name: "by ts", Input: &physical.Receive{Exchange: exchange},
				Then: []physical.Operator{&physical.Write{Base: physical.Base{Ident: "w"}, Table: trades}}},
		}}
	if err := physical.Verify(plan); err != nil {
		t.Fatal(err)
	}
	want := physical.Print(plan)
	back, err := physical.Parse(want)
	if err != nil {
		t.Fatalf("%v\n%s", err, want)
	}
	if got := physical.Print(back); got != want {
		t.Errorf("printed, read and printed again\n%s\n%s", want, got)
	}
}
