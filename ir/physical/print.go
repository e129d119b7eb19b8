package physical

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Print returns the text form of a plan, which Parse reads back: tables and exchanges, then each stage as a tree in which a
// row's consumers stand below it.
//
//	stage 1 orders
//	  source orders as orders
//	    | order_id BIGINT NOT NULL = 0
//	    | total_amount DOUBLE = 1
//	  filter total_amount#1 > 100e0 id '53bdd43f5b2f'
//	    project as high_value id '0b5a2f3c4d1e'
//	      | order_id BIGINT NOT NULL = order_id#0
//	      write high_value query 0 id '9c1185a5c5e9'
func Print(p *Plan) string { return (&printer{}).plan(p) }

// PrintSpans is Print with every position behind what stands there, as @start:end within expressions and at start:end elsewhere.
func PrintSpans(p *Plan) string { return (&printer{spans: true}).plan(p) }

type printer struct {
	text.Writer
	spans bool
}

func (p *printer) plan(plan *Plan) string {
	p.Line(0, "job "+text.Name(plan.Job))
	p.Line(0, "fingerprint "+text.Quote(plan.Fingerprint))
	p.Append(logical.HeaderText(plan.Tables, plan.Functions, plan.Settings, p.spans))
	if plan.MaxAhead > 0 {
		p.Line(0, "ahead "+strconv.FormatInt(plan.MaxAhead, 10))
	}
	for _, s := range plan.States {
		p.Line(0, "")
		p.state(s)
	}
	for _, e := range plan.Exchanges {
		p.Line(0, "")
		p.exchange(e)
	}
	for _, stage := range plan.Stages {
		p.Line(0, "")
		p.stage(stage)
	}
	return p.String()
}

func (p *printer) exchange(e *Exchange) {
	s := fmt.Sprintf("exchange %d %s", e.ID, e.Kind)
	for _, ordinal := range e.Key {
		s += " " + strconv.Itoa(ordinal)
	}
	if e.Groups != nil {
		s += " groups " + strconv.Itoa(e.Groups.ID)
	}
	p.Line(0, s+rowSuffix(e.Type)+" why "+text.Quote(e.Why))
	for _, field := range e.Type.Fields {
		p.Line(1, "| "+fieldText(field))
	}
}

func (p *printer) stage(s *Stage) {
	p.Line(0, fmt.Sprintf("stage %d %s", s.ID, text.Name(s.Name))+p.span(s.Span))
	p.input(s.Input)
	for _, op := range s.Then {
		p.operator(1, op)
	}
}

func (p *printer) input(in Input) {
	switch in := in.(type) {
	case *Source:
		p.source(in)
	case *Constant:
		p.constant(in)
	case *Receive:
		p.Line(1, "receive "+strconv.Itoa(in.Exchange.ID))
	}
}

func (p *printer) source(s *Source) {
	p.Line(1, "source "+text.Name(s.Table.Name)+rowSuffix(s.Type))
	for i, field := range s.Type.Fields {
		p.Line(2, "| "+fieldText(field)+" = "+strconv.Itoa(s.Used[i]))
	}
}

func (p *printer) constant(c *Constant) {
	p.Line(1, "constant"+rowSuffix(c.Type))
	for _, field := range c.Type.Fields {
		p.Line(2, "| "+fieldText(field))
	}
	for _, row := range c.Rows {
		parts := make([]string, len(row))
		for i, e := range row {
			parts[i] = p.expr(e)
		}
		p.Line(2, "row ("+strings.Join(parts, ", ")+")")
	}
}

func (p *printer) operator(depth int, op Operator) {
	p.Line(depth, p.head(op)+" id "+text.Quote(op.ID())+p.span(op.Span()))
	if project, ok := op.(*Project); ok {
		for i, field := range project.Type.Fields {
			p.Line(depth+1, "| "+fieldText(field)+" = "+p.expr(project.Exprs[i]))
		}
	}
	if assign, ok := op.(*WindowAssign); ok && assign.State.AtOnce() {
		p.results(depth+1, assign.State)
	}
	for _, consumer := range op.Consumers() {
		p.operator(depth+1, consumer)
	}
}

// head is what an operator is, on one line.
func (p *printer) head(op Operator) string {
	switch op := op.(type) {
	case *Filter:
		return "filter " + p.expr(op.Predicate)
	case *Project:
		return "project" + rowSuffix(op.Type)
	case *Write:
		return "write " + text.Name(op.Table.Name) + " query " + strconv.Itoa(op.Query)
	case *Send:
		return "send " + strconv.Itoa(op.Exchange.ID)
	case *Watermark:
		return "watermark " + p.expr(op.Expr)
	case *Aggregate:
		s := "aggregate " + op.Phase.String() + " " + strconv.Itoa(op.State.ID)
		if op.Exchange != nil {
			s += " send " + strconv.Itoa(op.Exchange.ID)
		}
		return s
	case *Sort:
		return "sort " + strconv.Itoa(op.State.ID)
	case *Top:
		return "top " + strconv.Itoa(op.State.ID)
	case *WindowAssign:
		if op.State.Waits() {
			return "sessions " + strconv.Itoa(op.State.ID)
		}
		return "window " + text.Name(op.State.Name) + " " + p.window(op.State.Assign.Window) + rowSuffix(op.State.Result)
	case *Over:
		return "over " + strconv.Itoa(op.State.ID)
	}
	panic(fmt.Sprintf("physical: unknown operator %T", op))
}

// rowSuffix names a row type, and its mode where that isn't the usual one.
func rowSuffix(t *RowType) string {
	s := " as " + text.Name(t.Name)
	if t.Mode != logical.Append {
		s += " " + t.Mode.String()
	}
	return s
}

func fieldText(f types.Field) string { return text.Name(f.Name) + " " + f.Type.String() }

func (p *printer) expr(e scalar.Expr) string {
	if p.spans {
		return scalar.PrintSpans(e)
	}
	return scalar.Print(e)
}

func (p *printer) span(s diag.Span) string { return logical.SpanText(s, p.spans) }

var exchangeKinds = [...]string{Forward: "forward", Hash: "hash", Rebalance: "rebalance", Single: "single", Broadcast: "broadcast"}

// String returns the kind in lower case.
func (k ExchangeKind) String() string { return exchangeKinds[k] }
