package physical

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/logical"
)

// state prints a state: its keys, its window, when it emits, the rows that it takes and those that it gives.
//
//	state 1 by_symbol keys 1 emit changes
//	  takes by_symbol
//	    | symbol VARCHAR
//	    | quantity BIGINT
//	  gives totals upsert
//	    | symbol VARCHAR = key 0
//	    | total BIGINT = SUM[1](quantity#1)
func (p *printer) state(s *State) {
	head := fmt.Sprintf("state %d %s keys %d emit %s", s.ID, text.Name(s.Name), s.Keys, s.Emit)
	if s.Window != nil {
		head += " window " + p.window(s.Window)
	}
	if s.Waits() {
		head = fmt.Sprintf("state %d %s keys %d rows of window %s", s.ID, text.Name(s.Name), s.Keys, p.window(s.Window))
	}
	if s.Over != nil {
		head = fmt.Sprintf("state %d %s keys %d over%s", s.ID, text.Name(s.Name), s.Keys, p.over(s.Over))
	}
	if s.Sort != nil {
		head = fmt.Sprintf("state %d %s sort%s", s.ID, text.Name(s.Name), p.sort(s.Sort))
	}
	if s.Top != nil {
		head = fmt.Sprintf("state %d %s keys %d top %d emit %s%s", s.ID, text.Name(s.Name), s.Keys, s.Top.Rows, s.Emit, p.top(s.Top))
	}
	if len(s.Totals) > 0 {
		head += fmt.Sprintf(" totals %v", s.Totals)
	}
	if s.TTL != nil {
		head += p.ttl(s.TTL)
	}
	if s.Dealt != nil {
		head += fmt.Sprintf(" dealt %v", s.Dealt)
	}
	p.Line(0, head)
	p.Line(1, "takes"+rowSuffix(s.Input))
	for _, field := range s.Input.Fields {
		p.Line(2, "| "+fieldText(field))
	}
	p.Line(1, "gives"+rowSuffix(s.Result))
	for i, field := range s.Result.Fields {
		p.Line(2, "| "+fieldText(field)+" = "+p.resultOrigin(s, i))
	}
}

func (p *printer) ttl(t *TTL) string {
	s := fmt.Sprintf(" ttl %d behind %d", t.After, t.Behind)
	if t.Time != nil {
		s += " by " + p.expr(t.Time)
	}
	return s
}

// resultOrigin is what a column of a state's result is.
func (p *printer) resultOrigin(s *State, i int) string {
	if s.Over != nil {
		return p.overOrigin(s, i)
	}
	if s.Sort != nil {
		return passedOrigin(s, s.Sort.Passed[i])
	}
	if s.Top != nil {
		if i == len(s.Top.Passed) {
			return "number"
		}
		return passedOrigin(s, s.Top.Passed[i])
	}
	if s.Waits() {
		if i < len(s.Assign.Passed) {
			return passedOrigin(s, s.Assign.Passed[i])
		}
		return windowColumns[i-len(s.Assign.Passed)]
	}
	if i < s.Keys {
		return fmt.Sprintf("key %d", i)
	}
	i -= s.Keys
	if s.Window != nil {
		if i < len(windowColumns) {
			return windowColumns[i]
		}
		i -= len(windowColumns)
	}
	return p.aggregateCall(s.Calls[i])
}

// passedOrigin is a column of the input that is passed on.
func passedOrigin(s *State, at int) string {
	return fmt.Sprintf("%s#%d", text.Name(s.Input.Fields[at].Name), at)
}

// top prints an order and a time.
func (p *printer) top(t *TopRows) string {
	text := p.orderText(t.OrderBy)
	if t.Time != nil {
		text = fmt.Sprintf(" on %s wait %d", p.expr(t.Time), t.Wait) + text
	}
	return text
}

// sort prints an order and a limit.
func (p *printer) sort(s *SortRows) string {
	text := ""
	if s.Time != nil {
		text = fmt.Sprintf(" on %s wait %d", p.expr(s.Time), s.Wait)
	}
	text += p.orderText(s.OrderBy)
	if s.Limit != logical.NoLimit {
		text += fmt.Sprintf(" limit %d", s.Limit)
	}
	if s.Offset > 0 {
		text += fmt.Sprintf(" offset %d", s.Offset)
	}
	return text
}

// over prints how rows are put in order.
func (p *printer) over(o *OverRows) string {
	s := ""
	if o.Time != nil {
		s += " on " + p.expr(o.Time)
	}
	if o.Wait > 0 {
		s += fmt.Sprintf(" wait %d", o.Wait)
	}
	if o.Buffer > 0 {
		s += fmt.Sprintf(" buffer %d", o.Buffer)
	}
	switch {
	case o.Final:
		s += " final"
	case o.Visits:
		s += " visits"
	}
	return s + p.orderText(o.OrderBy)
}

// overOrigin is what a column of an Over's result is.
func (p *printer) overOrigin(s *State, i int) string {
	if i < len(s.Over.Passed) {
		return passedOrigin(s, s.Over.Passed[i])
	}
	i -= len(s.Over.Passed)
	f := s.Over.Frames[i]
	excluded := pick(f.Exclude != logical.ExcludeNothing, " exclude "+f.Exclude.String(), "")
	return fmt.Sprintf("%s%s %s %s to %s%s%s", p.aggregateCall(s.Calls[i]), pick(f.FromLast, " from last", ""), f.Unit, boundText(f.Start), boundText(f.End), excluded, pick(f.IgnoreNulls, " ignore nulls", ""))
}

func boundText(b logical.Bound) string {
	if b.Kind == logical.Preceding || b.Kind == logical.Following {
		return fmt.Sprintf("%d %s", b.Offset, b.Kind)
	}
	return b.Kind.String()
}

var windowColumns = [...]string{"window_start", "window_end", "window_time"}

func (p *printer) window(w *logical.Window) string {
	s := fmt.Sprintf("%s size %d slide %d offset %d lateness %d", w.Kind, w.Size, w.Slide, w.Offset, w.Lateness)
	if w.Proctime {
		s += " proctime"
	}
	if w.Carried {
		s += " carried"
	}
	if w.Time != nil {
		s += " on " + p.expr(w.Time)
	}
	if w.Start != nil {
		s += " start " + p.expr(w.Start) + " end " + p.expr(w.End)
	}
	return s
}

func (p *printer) aggregateCall(call logical.AggregateCall) string {
	args := make([]string, len(call.Args))
	for i, arg := range call.Args {
		args[i] = p.expr(arg)
	}
	s := fmt.Sprintf("%s[%d](%s)", call.Function, call.Overload, strings.Join(args, ", "))
	if call.Distinct {
		s += " distinct"
	}
	if call.Filter != nil {
		s += " filter " + p.expr(call.Filter)
	}
	return s + p.orderText(call.OrderBy)
}

func (p *printer) orderText(keys []logical.SortKey) string {
	s := ""
	for _, key := range keys {
		s += " order " + p.expr(key.Expr) + pick(key.Desc, " desc", " asc") + pick(key.NullsFirst, " first", " last")
	}
	return s
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
