package logical

import "github.com/weirsql/weir/ir/scalar"

// Exprs returns the expressions of a node over its input, in the order of evaluation. Values' are over nothing.
func Exprs(n Node) []scalar.Expr {
	var list []scalar.Expr
	MapExprs(n, func(e scalar.Expr) scalar.Expr {
		list = append(list, e)
		return e
	})
	return list
}

// MapExprs returns a copy of the node with f of its expressions, in the order of Exprs; the node itself if f changes none.
func MapExprs(n Node, f func(scalar.Expr) scalar.Expr) Node {
	m := &exprMapper{f: f}
	mapped := m.node(n)
	if !m.changed {
		return n
	}
	return mapped
}

type exprMapper struct {
	f       func(scalar.Expr) scalar.Expr
	changed bool
}

func (m *exprMapper) node(n Node) Node {
	switch n := n.(type) {
	case *Watermark:
		c := *n
		c.Expr = m.expr(n.Expr)
		return &c
	case *Filter:
		c := *n
		c.Predicate = m.expr(n.Predicate)
		return &c
	case *Project:
		c := *n
		c.Exprs = m.exprs(n.Exprs)
		return &c
	case *Values:
		c := *n
		c.Rows = make([][]scalar.Expr, len(n.Rows))
		for i, row := range n.Rows {
			c.Rows[i] = m.exprs(row)
		}
		return &c
	case *Aggregate:
		return m.aggregate(n)
	case *WindowAssign:
		c := *n
		c.Window, c.PartitionBy = m.window(n.Window), m.exprs(n.PartitionBy)
		return &c
	case *Over:
		return m.over(n)
	case *Sort:
		c := *n
		c.Time, c.OrderBy = m.optional(n.Time), m.sortKeys(n.OrderBy)
		return &c
	case *Top:
		c := *n
		c.Time, c.TTLTime = m.optional(n.Time), m.optional(n.TTLTime)
		c.PartitionBy, c.OrderBy = m.exprs(n.PartitionBy), m.sortKeys(n.OrderBy)
		return &c
	}
	return n
}

func (m *exprMapper) aggregate(n *Aggregate) Node {
	c := *n
	c.Keys, c.TTLTime = m.exprs(n.Keys), m.optional(n.TTLTime)
	if n.Window != nil {
		c.Window = m.window(n.Window)
	}
	c.Calls = make([]AggregateCall, len(n.Calls))
	for i, call := range n.Calls {
		c.Calls[i] = m.call(call)
	}
	return &c
}

func (m *exprMapper) over(n *Over) Node {
	c := *n
	c.Time = m.optional(n.Time)
	c.PartitionBy, c.OrderBy = m.exprs(n.PartitionBy), m.sortKeys(n.OrderBy)
	c.Calls = make([]OverCall, len(n.Calls))
	for i, call := range n.Calls {
		call.AggregateCall = m.call(call.AggregateCall)
		c.Calls[i] = call
	}
	return &c
}

// call has its filter in front: where that isn't TRUE, the arguments aren't evaluated.
func (m *exprMapper) call(c AggregateCall) AggregateCall {
	c.Filter = m.optional(c.Filter)
	c.Args, c.OrderBy = m.exprs(c.Args), m.sortKeys(c.OrderBy)
	return c
}

func (m *exprMapper) window(w *Window) *Window {
	c := *w
	c.Time, c.Start, c.End = m.optional(w.Time), m.optional(w.Start), m.optional(w.End)
	return &c
}

func (m *exprMapper) sortKeys(keys []SortKey) []SortKey {
	list := make([]SortKey, len(keys))
	for i, key := range keys {
		key.Expr = m.expr(key.Expr)
		list[i] = key
	}
	return list
}

func (m *exprMapper) exprs(exprs []scalar.Expr) []scalar.Expr {
	list := make([]scalar.Expr, len(exprs))
	for i, e := range exprs {
		list[i] = m.expr(e)
	}
	return list
}

func (m *exprMapper) optional(e scalar.Expr) scalar.Expr {
	if e == nil {
		return nil
	}
	return m.expr(e)
}

func (m *exprMapper) expr(e scalar.Expr) scalar.Expr {
	mapped := m.f(e)
	m.changed = m.changed || mapped != e
	return mapped
}

// Exprs returns the expressions of a call, in the order of evaluation.
func (c AggregateCall) Exprs() []scalar.Expr {
	var list []scalar.Expr
	if c.Filter != nil {
		list = append(list, c.Filter)
	}
	list = append(list, c.Args...)
	for _, key := range c.OrderBy {
		list = append(list, key.Expr)
	}
	return list
}
