package physical

import (
	"fmt"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// state reads a state. What its head says is over the rows that it takes, which come first below it.
func (p *parser) state(sc *text.Scanner, b *text.Block) error {
	s := &State{ID: sc.Int(), Name: sc.Name()}
	s.Keys = int(logical.ReadAmount(sc, "keys"))
	if len(b.Children) != 2 {
		return b.Wrap(fmt.Errorf("a state takes rows, and gives others"))
	}
	var err error
	if s.Input, err = p.stateRow(b.Children[0], "takes", func(*text.Scanner, types.Field) {}); err != nil {
		return err
	}
	env := p.env(s.Input)
	readStateHead(sc, env, s)
	readTTL(sc, env, s)
	if err := sc.Done(); err != nil {
		return b.Wrap(err)
	}
	s.Result, err = p.stateRow(b.Children[1], "gives", func(sc *text.Scanner, field types.Field) { readResult(sc, env, s, field) })
	p.plan.States = append(p.plan.States, s)
	return err
}

// stateRow reads the rows that a state takes or gives.
func (p *parser) stateRow(b *text.Block, word string, behind func(*text.Scanner, types.Field)) (*RowType, error) {
	sc := text.NewScanner(b.Text)
	sc.Expect(word)
	row := p.rowHead(sc)
	if err := sc.Done(); err != nil {
		return nil, b.Wrap(err)
	}
	err := p.fields(row, b.Children, func(sc *text.Scanner) { behind(sc, row.Fields[len(row.Fields)-1]) })
	return p.intern(row), err
}

func readStateHead(sc *text.Scanner, env scalar.Env, s *State) {
	switch {
	case sc.Accept("frames"):
		s.Over = &OverRows{}
		s.Over.Time, s.Over.Wait = readTime(sc, env)
		s.Over.Buffer = logical.ReadAmount(sc, "buffer")
		s.Over.Final, s.Over.Visits, s.Over.Results = sc.Accept("final"), sc.Accept("visits"), sc.Accept("results")
		s.Over.OrderBy = logical.ReadOrder(sc, env)
	case sc.Accept("sorted"):
		s.Sort = &SortRows{}
		s.Sort.Time, s.Sort.Wait = readTime(sc, env)
		s.Sort.Results = sc.Accept("results")
		s.Sort.OrderBy = logical.ReadOrder(sc, env)
		s.Sort.Limit = logical.ReadLimit(sc)
		s.Sort.Offset = logical.ReadAmount(sc, "offset")
	case sc.Accept("first"):
		s.Top = &TopRows{Rows: int64(sc.Int())}
		s.Emit = logical.ReadEmit(sc)
		s.Top.Time, s.Top.Wait = readTime(sc, env)
		s.Top.Proctime = sc.Accept("proctime")
		s.Top.Results = sc.Accept("results")
		s.Top.OrderBy = logical.ReadOrder(sc, env)
	case sc.Accept("sessions"):
		s.Window = logical.ReadWindow(sc, env)
		s.Assign = &AssignRows{Window: s.Window}
	default:
		sc.Expect("groups")
		s.Emit, s.Totals = logical.ReadEmit(sc), logical.ReadTotals(sc)
		if sc.Accept("window") {
			s.Window = logical.ReadWindow(sc, env)
		}
	}
}

func readTime(sc *text.Scanner, env scalar.Env) (time scalar.Expr, wait int64) {
	if !sc.Accept("time") {
		return nil, 0
	}
	return scalar.Read(sc, env), logical.ReadAmount(sc, "wait")
}

func readTTL(sc *text.Scanner, env scalar.Env, s *State) {
	after := logical.ReadAmount(sc, "ttl")
	if after == 0 {
		return
	}
	s.TTL = &TTL{After: after, Behind: logical.ReadAmount(sc, "behind")}
	if sc.Accept("by") {
		s.TTL.Time = scalar.Read(sc, env)
	}
}

// readResult reads what a column of a state's result is.
func readResult(sc *text.Scanner, env scalar.Env, s *State, field types.Field) {
	sc.Expect("=")
	if sc.Accept("passed") {
		readPassed(sc, s)
		return
	}
	for _, word := range windowColumns {
		if sc.Accept(word) {
			return
		}
	}
	switch {
	case sc.Accept("key"):
	case s.Top != nil:
		sc.Expect("number")
		s.Top.Numbered = true
	case s.Over != nil:
		call := logical.ReadOverCall(sc, env)
		call.Type = field.Type
		s.Calls = append(s.Calls, call.AggregateCall)
		s.Over.Frames = append(s.Over.Frames, OverFrame{Frame: call.Frame, IgnoreNulls: call.IgnoreNulls, FromLast: call.FromLast})
	default:
		call := logical.ReadCall(sc, env)
		call.Type = field.Type
		s.Calls = append(s.Calls, call)
	}
}

// readPassed reads a column that is passed on.
func readPassed(sc *text.Scanner, s *State) {
	sc.Name()
	sc.Expect("#")
	at := sc.Int()
	switch {
	case at < 0 || at >= len(s.Input.Fields):
		sc.Fail("there is no column %d", at)
	case s.Over != nil:
		s.Over.Passed = append(s.Over.Passed, at)
	case s.Sort != nil:
		s.Sort.Passed = append(s.Sort.Passed, at)
	case s.Top != nil:
		s.Top.Passed = append(s.Top.Passed, at)
	case s.Assign != nil:
		s.Assign.Passed = append(s.Assign.Passed, at)
	default:
		sc.Fail("groups pass no columns on")
	}
}

// assign reads a WindowAssign that keeps nothing: its state is no other operator's, and stands with it.
//
//	window windows_of_trades tumble size 60000000 on ts#1 as windows_of_trades_result id '…'
//	  | ts TIMESTAMP(3) = passed ts#1
//	  | window_start TIMESTAMP(3) = window_start
func (p *parser) assign(sc *text.Scanner, in *RowType) *State {
	s := &State{Name: sc.Name(), Input: in, Assign: &AssignRows{}}
	s.Assign.Window = logical.ReadWindow(sc, p.env(in))
	return s
}

func (p *parser) findState(id int) (*State, error) {
	for _, s := range p.plan.States {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, fmt.Errorf("unknown state %d", id)
}
