package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/ir/logical"
)

// scope is what names in an expression can stand for.
type scope struct {
	clause   string // where the expression stands, for messages: "WHERE"
	sources  []source
	broken   bool        // a source's error is reported: unknown names may be its columns
	computed []ast.Ident // computed columns of the table being declared, which can't be used in each other
	aliases  []ast.Ident // names that SELECT gives, which other clauses can't use

	many    *selection  // takes the aggregates of a clause that may have them; nil for one that looks at single rows
	results *selectList // the columns of SELECT, by whose names the clause may call them; nil for none
	overs   bool        // the clause may have window functions, with OVER, too
	within  *ast.Call   // the aggregate or window function whose arguments these are; nil for none
}

// source is one table of FROM: its name in this query and its columns, which start at offset in the operator's input row.
type source struct {
	name    string
	columns []logical.Column
	offset  int
}

func newScope(clause string) *scope { return &scope{clause: clause} }

// add puts a source behind the others.
func (s *scope) add(name string, columns []logical.Column) {
	s.sources = append(s.sources, source{name, columns, s.width()})
}

func (s *scope) width() int {
	width := 0
	for _, source := range s.sources {
		width += len(source.columns)
	}
	return width
}

// in returns the scope for another clause of the same query.
func (s *scope) in(clause string) *scope {
	copied := *s
	copied.clause = clause
	return &copied
}

// inside returns the scope for the arguments of an aggregate or window function.
func (s *scope) inside(call *ast.Call) *scope {
	copied := *s
	copied.within = call
	return &copied
}

// source finds a table of FROM by name; count says how many fit.
func (s *scope) source(id ast.Ident) (*source, int) {
	i, count := matchName(id, each(s.sources, func(src source) string { return src.name }))
	if i < 0 {
		return nil, 0
	}
	return &s.sources[i], count
}

// column finds a column by its bare name in all sources.
func (s *scope) column(id ast.Ident) (src *source, index, count int) {
	for i := range s.sources {
		found, n := s.sources[i].column(id)
		if n > 0 && src == nil {
			src, index = &s.sources[i], found
		}
		count += n
	}
	return src, index, count
}

func (src *source) column(id ast.Ident) (index, count int) {
	return matchName(id, each(src.columns, func(c logical.Column) string { return c.Name }))
}

// names lists all columns, for suggestions.
func (s *scope) names() []string {
	var names []string
	for _, source := range s.sources {
		names = append(names, columnNames(source.columns)...)
	}
	return names
}
