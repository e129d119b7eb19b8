package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// relation is what a name in FROM or INSERT INTO stands for: a table, a view, or a table made by CREATE … AS SELECT.
type relation struct {
	name ast.Ident
	decl ast.Statement // *ast.CreateTable, *ast.CreateView or *ast.CreateTableAs

	table   *table       // nil for a view, and where the declaration is broken
	node    logical.Node // the rows, once bound
	reads   []diag.Span  // where the job reads it
	writes  []diag.Span  // where it writes it
	pending bool         // is being bound: reading it now is a cycle
}

// table is a bound CREATE TABLE or CREATE … AS SELECT.
type table struct {
	*logical.Table
	options *catalog.Table // nil where the WITH clause is broken
	columns []tableColumn
	sink    *logical.Table // as sinks have it; see written
}

func (r *relation) isView() bool {
	_, ok := r.decl.(*ast.CreateView)
	return ok
}

// kind names a relation for messages.
func (r *relation) kind() string {
	if r.isView() {
		return "view"
	}
	return "table"
}

// declare collects the names of all statements, so that a name is known before its declaration as well as behind it.
func (b *binder) declare(file *ast.File) {
	for _, statement := range file.Statements {
		switch s := statement.(type) {
		case *ast.CreateTable:
			b.declareRelation(s.Name, s)
		case *ast.CreateView:
			b.declareRelation(s.Name, s)
		case *ast.CreateTableAs:
			created := b.declareRelation(s.Name, s)
			b.queries = append(b.queries, query{s, created})
		case *ast.CreateFunction:
			b.declareFunction(s)
		case *ast.Insert, *ast.Select:
			b.queries = append(b.queries, query{statement: s})
		case *ast.StatementSet:
			for _, insert := range s.Inserts {
				b.queries = append(b.queries, query{statement: insert})
			}
		case *ast.Set:
			b.settings = append(b.settings, s)
		}
	}
	b.bindSettings()
}

// declareRelation adds a table or view; a name that is taken is an error, but the statement is still bound, for its own.
func (b *binder) declareRelation(name ast.Name, decl ast.Statement) *relation {
	b.checkUnqualified(name)
	r := &relation{name: name.Last(), decl: decl}
	for _, other := range b.relations {
		if sameName(other.name, r.name) {
			d := b.report(diag.DuplicateName, r.name.Span(), "%s is declared twice", r.name.Name)
			note(d, other.name.Span(), "%s %s is declared here first", other.kind(), other.name.Name)
			break
		}
	}
	b.relations = append(b.relations, r)
	return r
}

// checkUnqualified refuses db.table: a job has one namespace.
func (b *binder) checkUnqualified(name ast.Name) {
	if len(name.Parts) == 1 {
		return
	}
	qualifiers := name.Parts[0].Span().Union(name.Parts[len(name.Parts)-2].Span())
	d := b.report(diag.QualifiedName, qualifiers, "a job has no databases or schemas: %s can't be qualified", name.Last().Name)
	replace(d, name.Span(), name.Last().String(), "write %s", name.Last())
}

// lookupRelation finds a table or view by name, nil where there is none.
func (b *binder) lookupRelation(id ast.Ident) (*relation, int) {
	i, count := matchName(id, each(b.relations, func(r *relation) string { return r.name.Name }))
	if i < 0 {
		return nil, 0
	}
	return b.relations[i], count
}

// relationNames lists names for suggestions.
func (b *binder) relationNames() []string {
	names := make([]string, len(b.relations))
	for i, r := range b.relations {
		names[i] = r.name.Name
	}
	return names
}

// unknownTable reports a name that no table, view or CTE has.
func (b *binder) unknownTable(id ast.Ident, others []string) {
	candidates := append(others, b.relationNames()...)
	near := diag.Nearest(id.Name, candidates)
	if b.opts.Incomplete && near == "" {
		return
	}
	d := b.report(diag.UnknownTable, id.Span(), "unknown table %s", id.Name)
	if near != "" {
		replace(d, id.Span(), ast.Ident{Name: near}.String(), "did you mean %s?", near)
		return
	}
	if len(candidates) == 0 {
		advise(d, "declare it: CREATE TABLE %s (…) WITH ('connector' = 'file', …)", id)
		return
	}
	advise(d, "this job has %s", wordList(candidates))
}
