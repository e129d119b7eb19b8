package ast

import "slices"

// Walk calls visit for a node and, where visit returns true, for its descendants, in the order of the text.
func Walk(node Node, visit func(Node) bool) {
	if !visit(node) {
		return
	}
	for _, child := range Children(node) {
		Walk(child, visit)
	}
}

// Children returns the nodes directly below a node, in the order of the text. Identifiers, names and strings that are
// parts of a node are values (Ident, Name, String), all others pointers.
func Children(node Node) []Node {
	c := &children{}
	c.of(node)
	slices.SortStableFunc(c.nodes, func(a, b Node) int { return a.Span().Start - b.Span().Start })
	return c.nodes
}

// children collects nodes.
type children struct {
	nodes []Node
}

// add appends nodes that are always there.
func (c *children) add(nodes ...Node) { c.nodes = append(c.nodes, nodes...) }

// opt appends a node unless it is missing.
func opt[T any, P interface {
	*T
	Node
}](c *children, node P) {
	if node != nil {
		c.add(node)
	}
}

// optValue appends the value of a node unless it is missing.
func optValue[T Node](c *children, node *T) {
	if node != nil {
		c.add(*node)
	}
}

// expr appends an expression unless it is missing.
func (c *children) expr(exprs ...Expr) {
	for _, expr := range exprs {
		if expr != nil {
			c.add(expr)
		}
	}
}

// all appends the nodes of a list.
func all[T Node](c *children, nodes []T) {
	for _, node := range nodes {
		c.add(node)
	}
}

// of appends the children of a node, sorted out by what it is.
func (c *children) of(node Node) {
	switch n := node.(type) {
	case *File:
		all(c, n.Statements)
	case Name:
		all(c, n.Parts)
	case Statement:
		c.ofStatement(n)
	case Expr:
		c.ofExpr(n)
	case TableRef:
		c.ofTable(n)
	case Pattern:
		c.ofPattern(n)
	default:
		c.ofPart(n)
	}
}

func (c *children) ofStatement(node Statement) {
	switch n := node.(type) {
	case *CreateTable:
		c.add(n.Name)
		all(c, n.Columns)
		all(c, n.Watermarks)
		all(c, n.PrimaryKeys)
		opt(c, n.Comment)
		all(c, n.Options)
	case *CreateTableAs:
		c.add(n.Name)
		opt(c, n.Comment)
		all(c, n.Options)
		c.add(n.Query)
	case *CreateView:
		c.add(n.Name)
		all(c, n.Columns)
		opt(c, n.Comment)
		c.add(n.Query)
	case *CreateFunction:
		c.add(n.Name)
		all(c, n.Params)
		c.add(n.Returns, n.Language, &n.Target)
	case *Insert:
		c.add(n.Table)
		all(c, n.Columns)
		c.add(n.Query)
	case *StatementSet:
		all(c, n.Inserts)
	case *Set:
		c.add(&n.Key, &n.Value)
	case *Select:
		c.add(n.Query)
	}
}

// ofPart appends the children of the parts of statements, queries and types.
func (c *children) ofPart(node Node) {
	switch n := node.(type) {
	case *Column:
		c.add(n.Name)
		opt(c, n.Type)
		c.expr(n.Computed)
		opt(c, n.Metadata)
		opt(c, n.PrimaryKey)
		opt(c, n.Comment)
	case *Metadata:
		opt(c, n.From)
	case *Watermark:
		c.add(n.Column)
		c.expr(n.Expr)
	case *PrimaryKey:
		optValue(c, n.Constraint)
		all(c, n.Columns)
	case *Option:
		c.add(&n.Key, &n.Value)
	case *Param:
		optValue(c, n.Name)
		c.add(n.Type)
	case *Type:
		opt(c, n.Key)
		opt(c, n.Elem)
		all(c, n.Fields)
	case *TypeField:
		c.add(n.Name, n.Type)
		opt(c, n.Comment)
	case *Subset:
		c.add(n.Name)
		all(c, n.Variables)
	case *Define:
		c.add(n.Variable)
		c.expr(n.Condition)
	case *AfterMatch:
		optValue(c, n.Variable)
	case *Alias:
		c.add(n.Name)
		all(c, n.Columns)
	default:
		c.ofQuery(n)
	}
}

// ofQuery appends the children of queries and of their clauses.
func (c *children) ofQuery(node Node) {
	switch n := node.(type) {
	case *Query:
		all(c, n.With)
		c.add(n.Body)
		all(c, n.OrderBy)
		opt(c, n.Limit)
		opt(c, n.Emit)
	case *SelectBody:
		all(c, n.Items)
		all(c, n.From)
		c.expr(n.Where)
		opt(c, n.GroupBy)
		c.expr(n.Having)
		opt(c, n.Window)
		all(c, n.Windows)
		c.expr(n.Qualify)
	case *SetOperation:
		c.add(n.Left, n.Right)
	case *Values:
		all(c, n.Rows)
	case *Nested:
		c.add(n.Query)
	case *CTE:
		c.add(n.Name)
		all(c, n.Columns)
		c.add(n.Query)
	case *SelectItem:
		c.expr(n.Expr)
		optValue(c, n.Alias)
	case *GroupBy:
		all(c, n.Items)
	case *OrderItem:
		c.expr(n.Expr)
	case *Limit:
		opt(c, n.Count)
		opt(c, n.Offset)
	case *WindowClause:
		all(c, n.Args)
	case *NamedWindow:
		c.add(n.Name, n.Window)
	case *Window:
		optValue(c, n.Ref)
		all(c, n.PartitionBy)
		all(c, n.OrderBy)
		opt(c, n.Frame)
		opt(c, n.Buffer)
	case *RowsBuffer:
		c.add(n.Rows)
	case *Frame:
		c.expr(n.Start.Offset, n.End.Offset)
	case *When:
		c.expr(n.Cond, n.Then)
	case *JSONBehavior:
		c.expr(n.Default)
	}
}

func (c *children) ofTable(node TableRef) {
	switch n := node.(type) {
	case *Table:
		c.add(n.Name)
		c.expr(n.AsOf)
		opt(c, n.Alias)
	case *Derived:
		c.add(n.Query)
		opt(c, n.Alias)
	case *TableFunction:
		c.add(n.Call)
		opt(c, n.Alias)
	case *Join:
		c.add(n.Left, n.Right)
		c.expr(n.On)
		all(c, n.Using)
	case *MatchRecognize:
		c.add(n.Input)
		all(c, n.PartitionBy)
		all(c, n.OrderBy)
		all(c, n.Measures)
		opt(c, n.AfterMatch)
		c.add(n.Pattern)
		c.expr(n.Within)
		all(c, n.Subsets)
		all(c, n.Define)
		opt(c, n.Alias)
	}
}

func (c *children) ofPattern(node Pattern) {
	switch n := node.(type) {
	case *PatternVariable:
		c.add(n.Name)
	case *PatternSequence:
		all(c, n.Parts)
	case *PatternChoice:
		all(c, n.Parts)
	case *PatternRepeat:
		c.add(n.Part)
	}
}

func (c *children) ofExpr(node Expr) {
	switch n := node.(type) {
	case *ColumnRef:
		c.add(n.Name)
	case *Star:
		optValue(c, n.Qualifier)
	case *Unary:
		c.expr(n.Operand)
	case *Binary:
		c.expr(n.Left, n.Right)
	case *IsNull:
		c.expr(n.Operand)
	case *IsTruth:
		c.expr(n.Operand)
	case *IsDistinct:
		c.expr(n.Left, n.Right)
	case *Between:
		c.expr(n.Operand, n.Low, n.High)
	case *In:
		c.expr(n.Operand)
		c.expr(n.List...)
		opt(c, n.Query)
	case *Like:
		c.expr(n.Operand, n.Pattern, n.Escape)
	case *Exists:
		c.add(n.Query)
	case *Quantified:
		c.expr(n.Left)
		c.add(n.Query)
	case *Subquery:
		c.add(n.Query)
	case *Case:
		c.expr(n.Operand)
		for i := range n.Whens {
			c.add(&n.Whens[i])
		}
		c.expr(n.Else)
	case *Temporal:
		c.add(&n.Value)
	default:
		c.ofCall(n)
	}
}

// ofCall appends the children of calls and of what is written like one.
func (c *children) ofCall(node Expr) {
	switch n := node.(type) {
	case *Call:
		c.add(n.Name)
		c.expr(n.Args...)
		all(c, n.OrderBy)
		c.expr(n.Filter)
		opt(c, n.Over)
	case *Cast:
		c.expr(n.Operand)
		c.add(n.Type)
	case *Extract:
		c.add(n.Unit)
		c.expr(n.Operand)
	case *Trim:
		c.expr(n.Chars, n.Operand)
	case *RoundTo:
		c.expr(n.Operand)
		c.add(n.Unit)
	case *JSONCall:
		c.add(n.Name)
		c.expr(n.Input, n.Path)
		opt(c, n.Returning)
		opt(c, n.OnEmpty)
		opt(c, n.OnError)
	case *AtTimeZone:
		c.expr(n.Operand, n.Zone)
	case *Subscript:
		c.expr(n.Operand, n.Index)
	case *Field:
		c.expr(n.Operand)
		c.add(n.Name)
	case *Array:
		c.expr(n.Elems...)
	case *Map:
		c.expr(n.Keys...)
		c.expr(n.Values...)
	case *Row:
		c.expr(n.Fields...)
	case *GroupingSets:
		c.expr(n.Sets...)
	case *TableArg:
		c.add(n.Name)
		c.expr(n.PartitionBy...)
		all(c, n.OrderBy)
	case *Descriptor:
		all(c, n.Columns)
	case *NamedArg:
		c.add(n.Name)
		c.expr(n.Value)
	}
}
