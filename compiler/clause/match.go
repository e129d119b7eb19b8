package clause

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// matchRecognize reads MATCH_RECOGNIZE (…) [alias] behind a table.
func (r *rewriter) matchRecognize(first int, input string) string {
	r.At++
	open := r.At
	r.At++
	p := &matchParser{rewriter: r}
	p.clauses()
	r.Close(open)
	p.m.Alias = r.tableAlias()
	p.m.Range = r.since(first)
	items := append([]string{"1"}, p.exprs...)
	return "(SELECT " + strings.Join(items, ", ") + " FROM " + input + ") AS " + r.mark(p.m)
}

// matchParser collects the clauses of one MATCH_RECOGNIZE.
type matchParser struct {
	*rewriter
	m     Match
	exprs []string
}

func (p *matchParser) clauses() {
	if p.Accept("PARTITION", "BY") {
		items := p.list(p.expr, "ORDER", ")")
		p.m.PartitionBy = len(items)
		p.exprs = append(p.exprs, items...)
	}
	if p.Is("ORDER", "BY") {
		p.m.OrderBy = p.sorts(&p.exprs)
	}
	if p.Accept("MEASURES") {
		p.exprs = append(p.exprs, p.list(p.measure, "ONE", "ALL", "AFTER", "PATTERN")...)
	}
	p.rowsPerMatch()
	if p.Is("AFTER", "MATCH") {
		p.m.Skip = p.skip()
	}
	p.pattern()
	if p.Accept("WITHIN") {
		p.m.Within = true
		p.exprs = append(p.exprs, p.expr())
	}
	if p.Accept("SUBSET") {
		p.list(p.subset, "DEFINE")
	}
	p.Expect("DEFINE")
	p.exprs = append(p.exprs, p.list(p.define, ")")...)
}

// measure reads expr AS name.
func (p *matchParser) measure() string {
	first := p.At
	text := p.expr()
	p.Expect("AS")
	p.Name("a column name")
	p.m.Measures = append(p.m.Measures, Item{p.since(first), p.At - 1})
	return text
}

// define reads variable AS condition.
func (p *matchParser) define() string {
	first := p.At
	p.Name("a pattern variable")
	p.Expect("AS")
	text := p.expr()
	p.m.Define = append(p.m.Define, Item{p.since(first), first})
	return text
}

// subset reads name = (variables).
func (p *matchParser) subset() string {
	first := p.At
	p.Name("a name for the subset")
	p.Expect("=")
	variables := p.names("a pattern variable")
	p.m.Subsets = append(p.m.Subsets, Subset{p.since(first), first, variables})
	return ""
}

func (p *matchParser) rowsPerMatch() {
	switch {
	case p.Accept("ONE", "ROW", "PER", "MATCH"):
	case p.Accept("ALL", "ROWS", "PER", "MATCH"):
		p.m.AllRows = true
	}
}

// skip reads AFTER MATCH SKIP ….
func (p *matchParser) skip() *Skip {
	first := p.At
	p.Expect("AFTER", "MATCH", "SKIP")
	s := &Skip{Variable: None}
	switch {
	case p.Accept("PAST", "LAST", "ROW"):
		s.Kind = "PAST LAST ROW"
	case p.Accept("TO", "NEXT", "ROW"):
		s.Kind = "TO NEXT ROW"
	case p.Accept("TO"):
		s.Kind = "TO LAST"
		if p.Accept("FIRST") {
			s.Kind = "TO FIRST"
		} else {
			p.Accept("LAST")
		}
		p.Name("a pattern variable")
		s.Variable = p.At - 1
	default:
		p.Unexpected("PAST LAST ROW", "TO NEXT ROW", "TO FIRST variable", "TO LAST variable")
	}
	s.Range = p.since(first)
	return s
}

// pattern passes over PATTERN (…); compiler/parse reads it.
func (p *matchParser) pattern() {
	p.Expect("PATTERN")
	if !p.Is("(") {
		p.Unexpected("(")
	}
	first := p.At
	p.skipParentheses()
	p.m.Pattern = p.since(first)
	if p.m.Pattern.Last-first < 2 {
		p.Fail(diag.Unexpected, p.File.SpanOf(first, p.At-1), "the pattern is empty", "")
	}
}
