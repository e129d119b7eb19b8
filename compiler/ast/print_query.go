package ast

import "strconv"

// body prints what stands between WITH and ORDER BY.
func (p *printer) body(node Body) {
	switch n := node.(type) {
	case *SelectBody:
		p.selectBody(n)
	case *SetOperation:
		p.write(n.Left, " ", n.Op.String())
		p.writeIf(n.All, " ALL")
		p.write(" ", n.Right)
	case *Values:
		p.write("VALUES ")
		for i, row := range n.Rows {
			p.writeIf(i > 0, ", ")
			p.write("(")
			list(p, row.Fields, ", ")
			p.write(")")
		}
	case *Nested:
		p.write("(", n.Query, ")")
	}
}

func (p *printer) selectBody(n *SelectBody) {
	p.write("SELECT ")
	p.writeIf(n.Distinct, "DISTINCT ")
	list(p, n.Items, ", ")
	clause(p, " FROM ", n.From)
	p.condition(" WHERE ", n.Where)
	if n.GroupBy != nil {
		clause(p, " GROUP BY ", n.GroupBy.Items)
	}
	p.condition(" HAVING ", n.Having)
	if n.Window != nil {
		p.write(" ", n.Window)
	}
	clause(p, " WINDOW ", n.Windows)
	p.condition(" QUALIFY ", n.Qualify)
}

func (p *printer) condition(keyword string, condition Expr) {
	if condition != nil {
		p.write(keyword, condition)
	}
}

func (p *printer) query(n *Query) {
	if len(n.With) > 0 {
		p.write("WITH ")
		p.writeIf(n.Recursive, "RECURSIVE ")
		list(p, n.With, ", ")
		p.write(" ")
	}
	p.write(n.Body)
	clause(p, " ORDER BY ", n.OrderBy)
	if n.Limit != nil {
		p.write(" ", n.Limit)
	}
	if n.Emit != nil {
		p.write(" ", n.Emit)
	}
}

// queryPart prints the parts of queries.
func (p *printer) queryPart(node Node) {
	switch n := node.(type) {
	case *Query:
		p.query(n)
	case *CTE:
		p.write(n.Name)
		columns(p, " ", n.Columns)
		p.write(" AS (", n.Query, ")")
	case *SelectItem:
		p.write(n.Expr)
		if n.Alias != nil {
			p.write(" AS ", *n.Alias)
		}
	case *GroupBy:
		clause(p, "GROUP BY ", n.Items)
	case *OrderItem:
		p.write(n.Expr)
		p.writeIf(n.Desc, " DESC")
		p.write([]string{"", " NULLS FIRST", " NULLS LAST"}[n.Nulls])
	case *Limit:
		p.limit(n)
	case *Emit:
		p.write(map[bool]string{true: "EMIT FINAL", false: "EMIT CHANGES"}[n.Final])
	case *WindowClause:
		p.write("WINDOW ", n.Kind.String(), " (")
		list(p, n.Args, ", ")
		p.write(")")
	case *NamedWindow:
		p.write(n.Name, " AS ", n.Window)
	case *Window:
		p.window(n)
	case *RowsBuffer:
		p.write("ROWS WINDOW BUFFER ", n.Rows, " ROWS")
	case *Frame:
		p.write(n.Unit.String(), " BETWEEN ")
		p.bound(n.Start)
		p.write(" AND ")
		p.bound(n.End)
		if n.Exclude != ExcludeNothing {
			p.write(" EXCLUDE ", n.Exclude.String())
		}
	case *When:
		p.write("WHEN ", n.Cond, " THEN ", n.Then)
	case *JSONBehavior:
		p.write(n.Kind)
		p.condition(" ", n.Default)
	}
}

func (p *printer) limit(n *Limit) {
	if n.Count != nil {
		p.write("LIMIT ", n.Count)
		p.writeIf(n.Offset != nil, " ")
	}
	if n.Offset != nil {
		p.write("OFFSET ", n.Offset)
	}
	p.writeIf(n.Count == nil && n.Offset == nil, "LIMIT ALL")
}

func (p *printer) window(n *Window) {
	if n.Ref != nil && len(n.PartitionBy)+len(n.OrderBy) == 0 && n.Frame == nil && n.Buffer == nil {
		p.write(*n.Ref)
		return
	}
	var parts []Node
	if n.Ref != nil {
		parts = append(parts, *n.Ref)
	}
	if n.Buffer != nil {
		parts = append(parts, n.Buffer)
	}
	p.write("(")
	list(p, parts, " ")
	blank := len(parts) > 0
	if len(n.PartitionBy) > 0 {
		p.writeIf(blank, " ")
		clause(p, "PARTITION BY ", n.PartitionBy)
		blank = true
	}
	if len(n.OrderBy) > 0 {
		p.writeIf(blank, " ")
		clause(p, "ORDER BY ", n.OrderBy)
		blank = true
	}
	if n.Frame != nil {
		p.writeIf(blank, " ")
		p.write(n.Frame)
	}
	p.write(")")
}

func (p *printer) bound(b Bound) {
	if b.Offset != nil {
		p.write(b.Offset, " ")
	}
	p.write([]string{"UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING"}[b.Kind])
}

// table prints a table reference.
func (p *printer) table(node TableRef) {
	switch n := node.(type) {
	case *Table:
		p.write(n.Name)
		p.condition(" FOR SYSTEM_TIME AS OF ", n.AsOf)
		p.alias(n.Alias)
	case *Derived:
		p.writeIf(n.Lateral, "LATERAL ")
		p.write("(", n.Query, ")")
		p.alias(n.Alias)
	case *TableFunction:
		p.writeIf(n.Lateral, "LATERAL ")
		p.writeIf(n.Wrapped, "TABLE(")
		p.write(n.Call)
		p.writeIf(n.Wrapped, ")")
		p.writeIf(n.Ordinality, " WITH ORDINALITY")
		p.alias(n.Alias)
	case *Join:
		p.join(n)
	case *MatchRecognize:
		p.match(n)
	}
}

func (p *printer) alias(alias *Alias) {
	if alias != nil {
		p.write(" ", alias)
	}
}

func (p *printer) join(n *Join) {
	p.write(n.Left, " ")
	p.writeIf(n.Natural, "NATURAL ")
	p.write(n.Kind.String(), " ")
	if _, nested := n.Right.(*Join); nested {
		p.write("(", n.Right, ")")
	} else {
		p.write(n.Right)
	}
	p.condition(" ON ", n.On)
	columns(p, " USING ", n.Using)
}

func (p *printer) match(n *MatchRecognize) {
	if _, nested := n.Input.(*Join); nested {
		p.write("(", n.Input, ")")
	} else {
		p.write(n.Input)
	}
	p.write(" MATCH_RECOGNIZE (")
	clause(p, "PARTITION BY ", n.PartitionBy)
	clause(p, " ORDER BY ", n.OrderBy)
	clause(p, " MEASURES ", n.Measures)
	p.write(map[bool]string{true: " ALL ROWS PER MATCH", false: " ONE ROW PER MATCH"}[n.AllRows])
	if n.AfterMatch != nil {
		p.write(" ", n.AfterMatch)
	}
	p.write(" PATTERN (", n.Pattern, ")")
	p.condition(" WITHIN ", n.Within)
	clause(p, " SUBSET ", n.Subsets)
	clause(p, " DEFINE ", n.Define)
	p.write(")")
	p.alias(n.Alias)
}

// pattern prints a row pattern.
func (p *printer) pattern(node Pattern) {
	switch n := node.(type) {
	case *PatternVariable:
		p.write(n.Name)
	case *PatternSequence:
		for i, part := range n.Parts {
			p.writeIf(i > 0, " ")
			p.patternPart(part)
		}
	case *PatternChoice:
		for i, part := range n.Parts {
			p.writeIf(i > 0, " | ")
			p.patternPart(part)
		}
	case *PatternRepeat:
		if _, repeated := n.Part.(*PatternRepeat); repeated {
			p.write("(", n.Part, ")")
		} else {
			p.patternPart(n.Part)
		}
		p.write(quantifier(n))
		p.writeIf(n.Reluctant, "?")
	}
}

// patternPart prints a part of a pattern in parentheses unless it is a variable.
func (p *printer) patternPart(part Pattern) {
	switch part.(type) {
	case *PatternVariable:
		p.write(part)
	case *PatternRepeat:
		p.write(part)
	default:
		p.write("(", part, ")")
	}
}

func quantifier(n *PatternRepeat) string {
	switch {
	case n.Min == 0 && n.Max < 0:
		return "*"
	case n.Min == 1 && n.Max < 0:
		return "+"
	case n.Min == 0 && n.Max == 1:
		return "?"
	case n.Max < 0:
		return "{" + strconv.Itoa(n.Min) + ",}"
	case n.Min == n.Max:
		return "{" + strconv.Itoa(n.Min) + "}"
	}
	return "{" + strconv.Itoa(n.Min) + "," + strconv.Itoa(n.Max) + "}"
}
