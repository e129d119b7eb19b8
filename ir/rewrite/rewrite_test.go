package rewrite

import (
	"slices"
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/lower"
)

// The order of the passes obeys the constraints that they state.
func TestOrder(t *testing.T) {
	var before []string
	for _, pass := range passes {
		for _, order := range pass.after {
			if !slices.Contains(before, order.pass) {
				t.Errorf("%s comes before %s, though %s", pass.name, order.pass, order.because)
			}
		}
		if pass.why == "" {
			t.Errorf("%s has no reason", pass.name)
		}
		before = append(before, pass.name)
	}
}

// Whatever shape a plan has, the passes leave one that verifies and can be lowered.
func TestRandomPlans(t *testing.T) {
	for seed := range uint64(1500) {
		planner := random.NewPlanner(random.New(seed))
		planner.Stateful = seed%2 == 0
		plan := planner.Plan()
		func() {
			defer func() {
				if failure := recover(); failure != nil {
					t.Fatalf("seed %d: %v", seed, failure)
				}
			}()
			optimized, _ := Optimize(plan)
			if !planner.Stateful {
				lower.Plan(optimized)
			}
		}()
	}
}
