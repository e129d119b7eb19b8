package logical

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Print returns the text form of a plan, which Parse reads back: the tables, then a tree under each sink, with inputs below
// their consumers. A node with several consumers gets a number where it first stands, and only the number afterwards.
//
//	job high_value
//
//	table orders file json
//	  | order_id BIGINT NOT NULL
//	  | total_amount DOUBLE
//	  with path = 'orders.jsonl'
//
//	sink high_value query 0
//	  project
//	    | order_id BIGINT NOT NULL = order_id#0
//	    filter total_amount#1 > 100e0
//	      scan orders
//	        | order_id BIGINT NOT NULL = 0
//	        | total_amount DOUBLE = 1
func Print(p *Plan) string { return (&printer{}).plan(p) }

// PrintSpans is Print with every position behind what stands there, as @start:end within expressions and at start:end elsewhere.
func PrintSpans(p *Plan) string { return (&printer{spans: true}).plan(p) }

type printer struct {
	text.Writer
	spans   bool
	uses    map[Node]int
	numbers map[Node]int // of nodes with several consumers, as far as they are printed
}

func (p *printer) plan(plan *Plan) string {
	p.uses, p.numbers = plan.Uses(), map[Node]int{}
	p.Line(0, "job "+text.Name(plan.Job))
	p.Append(HeaderText(plan.Tables(), plan.Functions, plan.Settings, p.spans))
	for _, sink := range plan.Sinks {
		p.Line(0, "")
		p.node(0, sink)
	}
	return p.String()
}

func (p *printer) node(depth int, n Node) {
	if number, printed := p.numbers[n]; printed {
		p.Line(depth, "%"+strconv.Itoa(number))
		return
	}
	label := ""
	if p.uses[n] > 1 {
		p.numbers[n] = len(p.numbers) + 1
		label = "%" + strconv.Itoa(p.numbers[n]) + " = "
	}
	p.Line(depth, label+p.head(n)+modeSuffix(n.Mode())+p.span(n.Span()))
	p.columns(depth+1, n)
	for _, input := range n.Inputs() {
		p.node(depth+1, input)
	}
}

// head is what a node is, on one line.
func (p *printer) head(n Node) string {
	switch n := n.(type) {
	case *Scan:
		return "scan " + text.Name(n.Table.Name)
	case *Watermark:
		return "watermark " + strconv.Itoa(n.Column) + " = " + p.expr(n.Expr)
	case *Filter:
		return "filter " + p.expr(n.Predicate)
	case *Project:
		if n.Name != "" {
			return "project " + wordSafe(n.Name, afterHead)
		}
		return "project"
	case *Union:
		return "union"
	case *Values:
		return "values"
	case *Sink:
		return "sink " + text.Name(n.Table.Name) + " query " + strconv.Itoa(n.Query)
	case *Aggregate:
		return p.aggregateHead(n)
	case *WindowAssign:
		return p.windowAssignHead(n)
	case *Over:
		return p.overHead(n)
	case *Sort:
		return p.sortHead(n)
	case *Top:
		return p.topHead(n)
	}
	panic(unknownNode(n))
}

// wordSafe prints a name, quoted where it could be taken for one of the words.
func wordSafe(name string, words map[string]bool) string {
	if words[name] {
		return `"` + name + `"`
	}
	return text.Name(name)
}

// columns prints a node's columns, each with what it is made of; not where they are the input's.
func (p *printer) columns(depth int, n Node) {
	if passesOn(n) && slices.Equal(columnTexts(n), columnTexts(n.Inputs()[0])) && !p.spans {
		return
	}
	passed := p.passedOn(n)
	for i, column := range n.Columns() {
		if i >= passed {
			p.Line(depth, "| "+p.column(column)+p.originSuffix(n, i))
		}
	}
	if values, ok := n.(*Values); ok {
		p.rows(depth, values)
	}
}

func (p *printer) column(c Column) string {
	s := text.Name(c.Name) + " " + c.Type.String()
	if c.TimeAttribute {
		s += " rowtime"
	}
	return s + p.span(c.Span)
}

// passedOn is the number of columns that are left out in front of an operator's own: its input's.
func (p *printer) passedOn(n Node) int {
	if !addsTo(n) || p.spans {
		return 0
	}
	input, columns := columnTexts(n.Inputs()[0]), columnTexts(n)
	if len(columns) < len(input) || !slices.Equal(columns[:len(input)], input) {
		return 0
	}
	return len(input)
}

func (p *printer) originSuffix(n Node, i int) string {
	if origin := p.origin(n, i); origin != "" {
		return " = " + origin
	}
	return ""
}

// origin is what a column is made of; empty for those that are the input's.
func (p *printer) origin(n Node, i int) string {
	switch n := n.(type) {
	case *Scan:
		return strconv.Itoa(n.Used[i])
	case *Project:
		return p.expr(n.Exprs[i])
	case *Aggregate:
		return p.aggregateOrigin(n, i)
	case *WindowAssign:
		return windowAssignOrigin(n, i)
	case *Over:
		return p.overOrigin(n, i)
	case *Top:
		return topOrigin(n, i)
	}
	return ""
}

func (p *printer) rows(depth int, n *Values) {
	for _, row := range n.Rows {
		p.Line(depth, "row ("+p.exprs(row)+")")
	}
}

func (p *printer) expr(e scalar.Expr) string {
	if p.spans {
		return scalar.PrintSpans(e)
	}
	return scalar.Print(e)
}

func (p *printer) span(s diag.Span) string { return SpanText(s, p.spans) }

// passesOn reports operators whose rows are their input's.
func passesOn(n Node) bool {
	switch n.(type) {
	case *Filter, *Watermark, *Sink, *Sort:
		return true
	}
	return false
}

// addsTo reports operators that put columns of their own behind their input's.
func addsTo(n Node) bool {
	switch n.(type) {
	case *WindowAssign, *Over, *Top:
		return true
	}
	return false
}

func columnTexts(n Node) []string {
	var p printer
	list := make([]string, len(n.Columns()))
	for i, c := range n.Columns() {
		list[i] = p.column(c)
	}
	return list
}

var modes = [...]string{Append: "append", Upsert: "upsert", Retract: "retract"}

// String returns append, upsert or retract.
func (m Mode) String() string { return modes[m] }

// modeSuffix is empty for the usual mode.
func modeSuffix(m Mode) string {
	if m == Append {
		return ""
	}
	return " " + m.String()
}

// SpanText prints a span as a suffix, where it is asked for and known.
func SpanText(s diag.Span, wanted bool) string {
	if !wanted || s.IsZero() {
		return ""
	}
	return fmt.Sprintf(" at %d:%d", s.Start, s.End)
}

// HeaderText prints what logical and physical plans have in common: settings, user functions and tables.
func HeaderText(tables []*Table, functions []*scalar.UserFunction, settings []Setting, spans bool) string {
	p := &printer{spans: spans}
	for _, s := range settings {
		p.Line(0, "set "+text.Quote(s.Key)+" = "+text.Quote(s.Value)+p.span(s.Span))
	}
	for _, f := range functions {
		p.Line(0, "function "+functionText(f)+p.span(f.Span))
	}
	for _, t := range tables {
		p.Line(0, "")
		p.table(t)
	}
	return p.String()
}

func (p *printer) table(t *Table) {
	head := "table " + text.Name(t.Name) + " " + text.Name(t.Connector)
	if t.Format != "" {
		head += " " + wordSafe(t.Format, afterHead)
	}
	if t.Endless {
		head += " endless"
	}
	p.Line(0, head+p.span(t.Span))
	for _, c := range t.Columns {
		p.Line(1, "| "+p.tableColumn(c))
	}
	if len(t.Key) > 0 {
		p.Line(1, "key "+ordinals(t.Key))
	}
	for _, o := range t.Options {
		p.Line(1, "with "+text.Quote(o.Key)+p.span(o.KeySpan)+" = "+text.Quote(o.Value)+p.span(o.ValueSpan))
	}
}

func (p *printer) tableColumn(c TableColumn) string {
	s := text.Name(c.Name) + " " + c.Type.String()
	if c.Metadata != "" {
		s += " metadata " + text.Quote(c.Metadata)
	}
	return s + p.span(c.Span)
}

func ordinals(list []int) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, " ")
}

// functionText prints a user function: risk(DOUBLE plain, BIGINT pointer) DOUBLE ok error = 'example.com/mod/udf' 'Risk'. Of an
// aggregate there is more: … aggregate refuses merge remove flat = ….
func functionText(f *scalar.UserFunction) string {
	params := make([]string, len(f.Params))
	for i, t := range f.Params {
		params[i] = t.String() + " " + f.GoParams[i].String()
	}
	s := text.Name(f.Name) + "(" + strings.Join(params, ", ") + ") " + f.Result.String() + " " + f.GoResult.String()
	if f.HasError {
		s += " error"
	}
	if f.Volatile {
		s += " volatile"
	}
	if f.Aggregate != nil {
		s += " aggregate"
		for _, trait := range aggregateTraits(f.Aggregate) {
			if *trait.is {
				s += " " + trait.word
			}
		}
	}
	return s + " = " + text.Quote(f.Package) + " " + text.Quote(f.Func)
}

// aggregateTraits are what a user's aggregate can do, in the order in which it is printed.
func aggregateTraits(a *scalar.UserAggregate) []aggregateTrait {
	return []aggregateTrait{{"refuses", &a.AddFails}, {"merge", &a.Merge}, {"remove", &a.Remove}, {"flat", &a.Flat}, {"marshals", &a.Marshals}}
}

type aggregateTrait struct {
	word string
	is   *bool
}

// TypesOf returns the types of columns.
func TypesOf(columns []Column) []types.Type {
	list := make([]types.Type, len(columns))
	for i, c := range columns {
		list[i] = c.Type
	}
	return list
}
