package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Plan is what the states of a plan mean.
type Plan struct {
	States []*State                     // in the order of the plan's
	Stages map[*physical.Stage]string   // what is read, by stage; of those that read a table or constants
	Writes map[*physical.Write][]string // the columns that are written
}

// State is what one state means.
type State struct {
	*physical.State
	ID   string // what its groups are: which rows reach it, by which key and window, and when it emits; not what it adds up
	Span diag.Span

	Rows       string   // which rows reach it
	Conditions []string // that they passed, as SQL
	Columns    []string // of its input
	KeyOrder   []int    // the columns of its key in the order in which they are hashed, whatever the SQL's: those that rows are dealt by come first
	Window     string   // "" for none
	Order      string   // of the rows of an OVER or an ORDER BY
	Calls      []Call
	From       []*physical.State // whose results reach it
}

// Call is what an aggregate of a state means.
type Call struct {
	ID    string
	Taken string // what it takes of the rows, whatever it makes of it
}

// Of finds out what the states of a plan mean.
func Of(p *physical.Plan) *Plan {
	w := walk{plan: p, made: &Plan{Stages: map[*physical.Stage]string{}, Writes: map[*physical.Write][]string{}}, sent: map[*physical.Exchange][]Rows{}, context: context(p)}
	for _, stage := range p.Stages {
		w.stage(stage)
	}
	slices.SortFunc(w.made.States, func(a, b *State) int { return a.State.ID - b.State.ID })
	return w.made
}

// context are the settings that decide what values mean.
func context(p *physical.Plan) []string {
	const zone = "table.local-time-zone"
	value := logical.Set(p.Settings, zone).Value
	if value == "" || value == "UTC" {
		return nil
	}
	return []string{zone, value}
}

// Of is what a state of the plan means.
func (p *Plan) Of(s *physical.State) *State {
	return p.States[slices.IndexFunc(p.States, func(m *State) bool { return m.State == s })]
}

// walk goes through a plan in the order of the rows.
type walk struct {
	plan    *physical.Plan
	made    *Plan
	sent    map[*physical.Exchange][]Rows
	context []string
}

func (w *walk) stage(stage *physical.Stage) {
	var arms []Rows
	switch input := stage.Input.(type) {
	case *physical.Source:
		arms = []Rows{Scanned(OfState, input.Table, input.Used, w.context...)}
		w.made.Stages[stage] = arms[0].Set
	case *physical.Constant:
		arms = []Rows{Constants(OfState, input.Rows, len(input.Type.Fields))}
		w.made.Stages[stage] = arms[0].Set
	case *physical.Receive:
		arms = w.sent[input.Exchange]
	}
	w.operators(stage.Then, arms)
}

func (w *walk) operators(list []physical.Operator, arms []Rows) {
	for _, operator := range list {
		w.operators(operator.Consumers(), w.operator(operator, arms))
	}
}

// operator returns what an operator hands on.
func (w *walk) operator(operator physical.Operator, arms []Rows) []Rows {
	switch op := operator.(type) {
	case *physical.Filter:
		return each(arms, func(r Rows) Rows { return r.Filtered(op.Predicate) })
	case *physical.Project:
		return each(arms, func(r Rows) Rows { return r.Projected(op.Exprs) })
	case *physical.WindowAssign:
		if op.State.Waits() {
			return w.state(op, op.State, arms, InSessions, sessionMeaning)
		}
		return each(arms, func(r Rows) Rows { return r.Assigned(op.State) })
	case *physical.Write:
		w.made.Writes[op] = arms[0].Columns
		return nil
	case *physical.Send:
		w.sent[op.Exchange] = append(w.sent[op.Exchange], arms...)
		return nil
	case *physical.Aggregate:
		if op.Phase == physical.Partial {
			w.sent[op.Exchange] = append(w.sent[op.Exchange], arms...)
			return nil
		}
		return w.state(op, op.State, arms, Grouped, aggregateMeaning)
	case *physical.Over:
		return w.state(op, op.State, arms, Ordered, overMeaning)
	case *physical.Sort:
		return w.state(op, op.State, arms, Sorted, sortMeaning)
	case *physical.Top:
		return w.state(op, op.State, arms, Led, topMeaning)
	case *physical.Watermark:
		return arms
	}
	panic(fmt.Sprintf("meaning: unknown operator %T", operator))
}

func each(arms []Rows, does func(Rows) Rows) []Rows {
	list := make([]Rows, len(arms))
	for i, arm := range arms {
		list[i] = does(arm)
	}
	return list
}

// state notes what a state means, and returns what it emits.
func (w *walk) state(op physical.Operator, s *physical.State, arms []Rows, emits func(*physical.State, []Rows) Rows, identifies func(*State, []Rows, Rows) []string) []Rows {
	arms = slices.Clone(arms)
	slices.SortStableFunc(arms, func(a, b Rows) int { return strings.Compare(a.Set, b.Set) }) // UNION ALL has no order
	in, out := arms[0], emits(s, arms)
	made := &State{State: s, Span: op.Span(), Conditions: in.Conditions, Columns: in.Columns, Window: in.Window(s.Window)}
	var sets []string
	for _, arm := range arms {
		sets = append(sets, arm.Set)
		made.From = append(made.From, arm.From...)
	}
	made.Rows = Digest(sets...)
	for _, call := range s.Calls {
		made.Calls = append(made.Calls, Call{in.Call(call), in.Taken(call)})
	}
	made.KeyOrder = hashOrder(in, s)
	made.ID = Digest(identifies(made, arms, out)...)
	w.made.States = append(w.made.States, made)
	return []Rows{out}
}

// aggregateMeaning is what groups are; not when they are forgotten, and not for how long their windows wait for late rows.
func aggregateMeaning(m *State, arms []Rows, _ Rows) []string {
	parts := []string{"aggregate", m.Emit.String(), m.Input.Mode.String()}
	order := keyOrder(arms, m.Keys)
	for _, arm := range arms {
		parts = append(parts, Digest(arm.grouping(m.State, order)...))
	}
	return parts
}

// overMeaning is all that an OVER keeps: rows, with the columns that they go on with, and what its calls have of them.
func overMeaning(m *State, arms []Rows, out Rows) []string {
	rows := m.Over
	m.Order = Digest(arms[0].order(rows.OrderBy)...)
	parts := append([]string{"over", out.Set, fmt.Sprint(rows.Buffer, rows.Results, rows.Final, rows.Visits, m.TTL != nil)}, out.Columns...)
	return append(parts, inputTypes(m.State)...)
}

// sortMeaning is all that an ORDER BY keeps: rows.
func sortMeaning(m *State, arms []Rows, out Rows) []string {
	m.Order = Digest(arms[0].order(m.Sort.OrderBy)...)
	return append(append([]string{"sort", out.Set}, out.Columns...), inputTypes(m.State)...)
}

// topMeaning is all that is kept of first rows, but for what outputs have of them.
func topMeaning(m *State, arms []Rows, out Rows) []string {
	m.Order = Digest(arms[0].order(m.Top.OrderBy)...)
	parts := append([]string{"top", out.Set, fmt.Sprint(m.Top.Results, m.Top.Numbered, m.TTL != nil)}, out.Columns...)
	return append(parts, inputTypes(m.State)...)
}

// sessionMeaning is all that is kept of the rows of sessions.
func sessionMeaning(m *State, _ []Rows, out Rows) []string {
	return append(append([]string{"sessions", out.Set}, out.Columns...), inputTypes(m.State)...)
}

func inputTypes(s *physical.State) (list []string) {
	for _, field := range s.Input.Fields {
		list = append(list, field.Type.String())
	}
	return list
}
