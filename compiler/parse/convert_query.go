package parse

import (
	"fmt"

	tidb "github.com/pingcap/tidb/pkg/parser/ast"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// query converts a whole query.
func (v *converter) query(node tidb.ResultSetNode) *ast.Query {
	parts := selectsOf(node)
	var bodies []ast.Body
	var ops []*clause.SetOp
	var m *clause.Query
	for _, part := range parts.selects {
		body, op, query := v.body(part)
		bodies, ops = append(bodies, body), append(ops, op)
		if query != nil {
			m = query
		}
	}
	q := &ast.Query{Base: v.at(m.Range), Recursive: m.Recursive, Body: v.setOperations(bodies, ops)}
	if parts.with != nil {
		for _, cte := range parts.with.CTEs {
			q.With = append(q.With, v.cte(cte))
		}
	}
	if parts.orderBy != nil {
		for i, item := range parts.orderBy.Items {
			q.OrderBy = append(q.OrderBy, v.orderItem(m.OrderBy[i], v.value(item.Expr)))
		}
	}
	v.ends(q, m)
	return q
}

// ends converts LIMIT and EMIT.
func (v *converter) ends(q *ast.Query, m *clause.Query) {
	if m.Limit != nil {
		q.Limit = &ast.Limit{Base: v.at(m.Limit.Range), Count: v.number(m.Limit.Count), Offset: v.number(m.Limit.Offset)}
	}
	if m.Emit != nil {
		q.Emit = &ast.Emit{Base: v.at(m.Emit.Range), Final: m.Emit.Final}
	}
}

func (v *converter) number(token int) *ast.Number {
	if token == clause.None {
		return nil
	}
	t := v.token(token)
	return &ast.Number{Base: ast.At(t.Span), Text: t.Text}
}

// queryParts are the SELECTs of a query and what stands around them.
type queryParts struct {
	selects []*tidb.SelectStmt
	with    *tidb.WithClause
	orderBy *tidb.OrderByClause
}

func selectsOf(node tidb.ResultSetNode) queryParts {
	switch node := node.(type) {
	case *tidb.SelectStmt:
		return queryParts{[]*tidb.SelectStmt{node}, node.With, node.OrderBy}
	case *tidb.SetOprStmt:
		parts := queryParts{with: node.With, orderBy: node.OrderBy}
		for _, part := range node.SelectList.Selects {
			parts.selects = append(parts.selects, part.(*tidb.SelectStmt))
		}
		return parts
	case *tidb.SubqueryExpr:
		return selectsOf(node.Query)
	}
	panic(fmt.Sprintf("unexpected node %T of the parser", node))
}

func (v *converter) cte(node *tidb.CommonTableExpression) *ast.CTE {
	m := v.mark(node.Name.O).(clause.CTE)
	return &ast.CTE{Base: v.at(m.Range), Name: v.ident(m.Name), Columns: identsOf(v.File, m.Columns), Query: v.query(node.Query)}
}

// setOperations builds the tree: INTERSECT binds stronger than UNION and EXCEPT, which go from left to right.
func (v *converter) setOperations(bodies []ast.Body, ops []*clause.SetOp) ast.Body {
	var terms []ast.Body
	var between []*clause.SetOp
	for i, body := range bodies {
		if i > 0 && ops[i].Op == "INTERSECT" {
			terms[len(terms)-1] = v.setOperation(terms[len(terms)-1], ops[i], body)
			continue
		}
		terms, between = append(terms, body), append(between, ops[i])
	}
	whole := terms[0]
	for i, term := range terms[1:] {
		whole = v.setOperation(whole, between[i+1], term)
	}
	return whole
}

func (v *converter) setOperation(left ast.Body, op *clause.SetOp, right ast.Body) ast.Body {
	kind := map[string]ast.SetOp{"UNION": ast.Union, "INTERSECT": ast.Intersect, "EXCEPT": ast.Except}[op.Op]
	return &ast.SetOperation{Base: ast.At(left.Span().Union(right.Span())), Op: kind, All: op.All, Left: left, Right: right}
}

// body converts one emitted SELECT: the mark of its first item says what it was.
func (v *converter) body(node *tidb.SelectStmt) (ast.Body, *clause.SetOp, *clause.Query) {
	fields := node.Fields.Fields
	switch m := v.mark(fields[0].Expr.(*tidb.ColumnNameExpr).Name.Name.O).(type) {
	case *clause.Select:
		return v.selectBody(node, m), m.SetOp, m.Query
	case clause.Values:
		values := &ast.Values{Base: v.at(m.Range)}
		for _, field := range fields[1:] {
			values.Rows = append(values.Rows, v.value(field.Expr).(*ast.Row))
		}
		return values, m.SetOp, m.Query
	case clause.NestedBody:
		source := node.From.TableRefs.Left.(*tidb.TableSource).Source
		return &ast.Nested{Base: v.at(m.Range), Query: v.query(source)}, m.SetOp, m.Query
	default:
		panic(fmt.Sprintf("unexpected mark %T", m))
	}
}

func (v *converter) selectBody(node *tidb.SelectStmt, m *clause.Select) *ast.SelectBody {
	s := &ast.SelectBody{Base: v.at(m.Range), Distinct: m.Distinct}
	for i, field := range node.Fields.Fields[1:] {
		expr, _ := v.anyExpr(field.Expr)
		s.Items = append(s.Items, v.item(m.Items[i], expr))
	}
	if !m.NoFrom {
		s.From = v.tableRefs(node.From.TableRefs)
	}
	if node.Where != nil {
		s.Where = v.value(node.Where)
	}
	if node.GroupBy != nil {
		v.groupBy(s, node.GroupBy.Items, m)
	}
	if node.Having != nil {
		s.Having = v.value(node.Having.Expr)
	}
	return s
}

func (v *converter) item(m clause.Item, expr ast.Expr) *ast.SelectItem {
	item := &ast.SelectItem{Base: v.at(m.Range), Expr: expr}
	if m.Alias != clause.None {
		alias := v.ident(m.Alias)
		item.Alias = &alias
		if star, ok := expr.(*ast.Star); ok {
			v.Error(diag.MisplacedStar, star.Span(), "* can't have an alias", "name the columns, each with its alias")
		}
	}
	return item
}

// groupBy converts the items of GROUP BY, and the windows that are emitted behind them.
func (v *converter) groupBy(s *ast.SelectBody, items []*tidb.ByItem, m *clause.Select) {
	if m.GroupBy != nil {
		s.GroupBy = &ast.GroupBy{Base: v.at(*m.GroupBy)}
	}
	for _, item := range items {
		if call, ok := item.Expr.(*tidb.FuncCallExpr); ok && v.window(s, v.mark(call.FnName.O), call.Args) {
			continue
		}
		s.GroupBy.Items = append(s.GroupBy.Items, v.value(item.Expr))
	}
}

var windowKinds = map[string]ast.WindowKind{
	"TUMBLING": ast.Tumbling, "TUMBLE": ast.Tumbling, "HOPPING": ast.Hopping, "HOP": ast.Hopping, "SLIDING": ast.Sliding,
	"SESSION": ast.Session, "CUMULATING": ast.Cumulating, "CUMULATE": ast.Cumulating,
}

// window converts a mark of the WINDOW or QUALIFY clause; any other is false.
func (v *converter) window(s *ast.SelectBody, mark clause.Mark, args []tidb.ExprNode) bool {
	switch m := mark.(type) {
	case clause.WindowClause:
		s.Window = &ast.WindowClause{Base: v.at(m.Range), Kind: windowKinds[m.Kind], Args: v.values(args)}
	case clause.NamedWindow:
		rest := &arguments{v, args}
		s.Windows = append(s.Windows, &ast.NamedWindow{Base: v.at(m.Range), Name: v.ident(m.Name), Window: rest.window(m.Window)})
	case clause.QualifyClause:
		s.Qualify = v.value(args[0])
	default:
		return false
	}
	return true
}
