package physical

import (
	"fmt"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// state prints a state: its keys, what it is of, the rows that it takes and those that it gives. What is 0 is left out, and so are bounds, which
// follow from the rest.
//
//	state 1 by_symbol keys 1 groups changes
//	  takes as by_symbol_input
//	    | symbol VARCHAR
//	    | quantity BIGINT
//	  gives as by_symbol_result upsert
//	    | symbol VARCHAR = key
//	    | total BIGINT = SUM[1](quantity#1)
func (p *printer) state(s *State) {
	p.Line(0, fmt.Sprintf("state %d %s", s.ID, text.Name(s.Name))+logical.AmountText("keys", int64(s.Keys))+" "+p.stateHead(s)+p.ttl(s.TTL))
	p.Line(1, "takes"+rowSuffix(s.Input))
	for _, field := range s.Input.Fields {
		p.Line(2, "| "+fieldText(field))
	}
	p.Line(1, "gives"+rowSuffix(s.Result))
	p.results(2, s)
}

// results prints the columns that a state gives.
func (p *printer) results(depth int, s *State) {
	for i, field := range s.Result.Fields {
		p.Line(depth, "| "+fieldText(field)+" = "+p.resultOrigin(s, i))
	}
}

// stateHead prints what a state is of.
//
//	groups final tumble size 60000000 on ts#1
//	frames time ts#1 wait 5 visits order (ts#1)
//	sorted time window_start#0 wait 60000000 order (window_start#0) limit 10
//	first 3 changes order (total#2 desc)
//	sessions session size 30000000 on ts#1
func (p *printer) stateHead(s *State) string {
	switch {
	case s.Over != nil:
		o := s.Over
		return "frames" + p.timeText(o.Time, o.Wait) + logical.AmountText("buffer", o.Buffer) + flag(o.Final, "final") + flag(o.Visits, "visits") + flag(o.Results, "results") + p.order(o.OrderBy)
	case s.Sort != nil:
		return "sorted" + p.timeText(s.Sort.Time, s.Sort.Wait) + flag(s.Sort.Results, "results") + p.order(s.Sort.OrderBy) + logical.LimitText(s.Sort.Limit) + logical.AmountText("offset", s.Sort.Offset)
	case s.Top != nil:
		return fmt.Sprintf("first %d %s", s.Top.Rows, s.Emit) + p.timeText(s.Top.Time, s.Top.Wait) + flag(s.Top.Proctime, "proctime") + flag(s.Top.Results, "results") + p.order(s.Top.OrderBy)
	case s.Waits():
		return "sessions " + p.window(s.Window)
	}
	head := "groups " + s.Emit.String() + logical.TotalsText(s.Totals)
	if s.Window != nil {
		head += " window " + p.window(s.Window)
	}
	return head
}

func flag(set bool, word string) string {
	if !set {
		return ""
	}
	return " " + word
}

// timeText prints the time that rows wait for.
func (p *printer) timeText(time scalar.Expr, wait int64) string {
	if time == nil {
		return ""
	}
	return " time " + p.expr(time) + logical.AmountText("wait", wait)
}

func (p *printer) ttl(t *TTL) string {
	if t == nil {
		return ""
	}
	s := logical.AmountText("ttl", t.After) + logical.AmountText("behind", t.Behind)
	if t.Time != nil {
		s += " by " + p.expr(t.Time)
	}
	return s
}

// resultOrigin is what a column of a state's result is.
func (p *printer) resultOrigin(s *State, i int) string {
	passed := s.passed()
	if i < len(passed) {
		return passedOrigin(s, passed[i])
	}
	own := i - len(passed)
	switch {
	case s.Assign != nil:
		return windowColumns[own]
	case s.Top != nil:
		return "number"
	case s.Over != nil:
		f := s.Over.Frames[own]
		return logical.OverCallText(logical.OverCall{AggregateCall: s.Calls[own], Frame: f.Frame, IgnoreNulls: f.IgnoreNulls, FromLast: f.FromLast}, p.spans)
	case own < s.Keys:
		return "key"
	}
	own -= s.Keys
	if s.Window != nil {
		if own < len(windowColumns) {
			return windowColumns[own]
		}
		own -= len(windowColumns)
	}
	return logical.CallText(s.Calls[own], p.spans)
}

// passed are the columns of a state's input that its result begins with; those of groups are their keys.
func (s *State) passed() []int {
	switch {
	case s.Over != nil:
		return s.Over.Passed
	case s.Sort != nil:
		return s.Sort.Passed
	case s.Top != nil:
		return s.Top.Passed
	case s.Assign != nil:
		return s.Assign.Passed
	}
	return nil
}

// passedOrigin is a column of the input that is passed on.
func passedOrigin(s *State, at int) string {
	return fmt.Sprintf("passed %s#%d", text.Name(s.Input.Fields[at].Name), at)
}

var windowColumns = [...]string{"window_start", "window_end", "window_time"}

func (p *printer) window(w *logical.Window) string { return logical.WindowText(w, p.spans) }

func (p *printer) order(keys []logical.SortKey) string { return logical.OrderText(keys, p.spans) }
