package ast

import "strings"

// Precedence of the operators, weakest first, as in PostgreSQL.
const (
	precOr = iota + 1
	precAnd
	precNot
	precIs
	precCompare
	precMatch // LIKE, IN, BETWEEN
	precOther // ||, ->
	precAdd
	precMul
	precPower // ^, AT TIME ZONE
	precSign
	precPostfix
	precPrimary
)

var binaryPrec = map[BinaryOp]int{
	Or: precOr, And: precAnd, Eq: precCompare, Ne: precCompare, Lt: precCompare, Le: precCompare, Gt: precCompare, Ge: precCompare,
	Concat: precOther, Arrow: precOther, ArrowText: precOther, Add: precAdd, Sub: precAdd, Mul: precMul, Div: precMul, Mod: precMul, Power: precPower,
}

// prec is the precedence of an expression's outermost operator.
func prec(node Expr) int {
	switch n := node.(type) {
	case *Binary:
		return binaryPrec[n.Op]
	case *Unary:
		if n.Op == Not {
			return precNot
		}
		return precSign
	case *IsNull, *IsTruth:
		return precIs
	case *IsDistinct, *Quantified:
		return precCompare
	case *Like:
		return likePrec(n)
	case *Between, *In:
		return precMatch
	case *AtTimeZone:
		return precPower
	}
	return precPrimary
}

// operand prints an operand of an operator, in parentheses if it binds weaker than least.
func (p *printer) operand(node Expr, least int) {
	if prec(node) < least {
		p.write("(", node, ")")
		return
	}
	p.node(node)
}

// expr prints an expression.
func (p *printer) expr(node Expr) {
	switch n := node.(type) {
	case *ColumnRef:
		p.columnRef(n)
	case *Star:
		if n.Qualifier != nil {
			p.write(*n.Qualifier, ".")
		}
		p.write("*")
	case *Unary:
		p.unary(n)
	case *Binary:
		p.binary(n)
	case *IsNull:
		p.operand(n.Operand, precIs)
		p.write(" IS ", not(n.Negated), "NULL")
	case *IsTruth:
		p.operand(n.Operand, precIs)
		p.write(" IS ", not(n.Negated), n.Truth.String())
	case *IsDistinct:
		p.operand(n.Left, precCompare+1)
		p.write(" IS ", not(n.Negated), "DISTINCT FROM ")
		p.operand(n.Right, precCompare+1)
	case *Between:
		p.between(n)
	case *In:
		p.in(n)
	case *Like:
		p.like(n)
	case *Quantified:
		p.operand(n.Left, precCompare+1)
		p.write(" ", n.Op.String(), map[bool]string{true: " ALL (", false: " ANY ("}[n.All], n.Query, ")")
	case *AtTimeZone:
		p.operand(n.Operand, precPower)
		p.write(" AT TIME ZONE ")
		p.operand(n.Zone, precPower+1)
	default:
		p.primary(n)
	}
}

func not(negated bool) string {
	if negated {
		return "NOT "
	}
	return ""
}

// columnRef prints a name that stands for a value. INTERVAL gets quotes: interval - 'x' is a literal.
func (p *printer) columnRef(n *ColumnRef) {
	if len(n.Name.Parts) == 1 && strings.EqualFold(n.Name.Parts[0].Name, "INTERVAL") {
		p.write(Quote(n.Name.Parts[0].Name))
		return
	}
	p.write(n.Name)
}

func (p *printer) unary(n *Unary) {
	if n.Op == Not {
		p.write("NOT ")
		p.operand(n.Operand, precNot)
		return
	}
	p.write(n.Op.String())
	if _, signed := n.Operand.(*Unary); signed {
		p.write(" ") // two signs would begin a comment
	}
	p.operand(n.Operand, precSign)
}

// binary prints an operator. All go from left to right; comparisons don't chain.
func (p *printer) binary(n *Binary) {
	own := binaryPrec[n.Op]
	left := own
	if n.Op.IsComparison() {
		left++
	}
	p.operand(n.Left, left)
	p.write(" ", n.Op.String(), " ")
	p.operand(n.Right, own+1)
}

func (p *printer) between(n *Between) {
	p.operand(n.Operand, precMatch+1)
	p.write(" ", not(n.Negated), "BETWEEN ")
	p.writeIf(n.Symmetric, "SYMMETRIC ")
	p.operand(n.Low, precMatch+1)
	p.write(" AND ")
	p.operand(n.High, precMatch+1)
}

func (p *printer) in(n *In) {
	p.operand(n.Operand, precMatch+1)
	p.write(" ", not(n.Negated), "IN (")
	if n.Query != nil {
		p.write(n.Query)
	} else {
		list(p, n.List, ", ")
	}
	p.write(")")
}

// likePrec is that of the words, or of ~, which binds as || does.
func likePrec(n *Like) int {
	if n.Op >= RegexpMatch {
		return precOther
	}
	return precMatch
}

func (p *printer) like(n *Like) {
	own := likePrec(n)
	p.operand(n.Operand, own+1)
	switch {
	case n.Op >= RegexpMatch && n.Negated:
		p.write(" !", n.Op.String(), " ")
	default:
		p.write(" ", not(n.Negated), n.Op.String(), " ")
	}
	p.operand(n.Pattern, own+1)
	if n.Escape != nil {
		p.write(" ESCAPE ")
		p.operand(n.Escape, precMatch+1)
	}
}

// primary prints an expression that needs no parentheses anywhere.
func (p *printer) primary(node Expr) {
	switch n := node.(type) {
	case *Exists:
		p.write("EXISTS (", n.Query, ")")
	case *Subquery:
		p.write("(", n.Query, ")")
	case *Case:
		p.caseOf(n)
	case *Cast:
		p.write(map[bool]string{true: "TRY_CAST(", false: "CAST("}[n.Try], n.Operand, " AS ", n.Type, ")")
	case *Subscript:
		p.operand(n.Operand, precPrimary)
		p.write("[", n.Index, "]")
	case *Field:
		p.field(n)
	case *Array:
		p.write("ARRAY[")
		list(p, n.Elems, ", ")
		p.write("]")
	case *Map:
		p.mapOf(n)
	case *Row:
		p.write("ROW(")
		list(p, n.Fields, ", ")
		p.write(")")
	case *GroupingSets:
		p.write(n.Kind.String(), " (")
		list(p, n.Sets, ", ")
		p.write(")")
	case *Null, *Bool, *Number, *String, *Bytes, *Temporal, *Interval:
		p.literal(n)
	default:
		p.call(n)
	}
}

// field prints x.name. A name gets parentheses, which is what makes it a field of a value, and so does a literal, whose end
// would be unclear.
func (p *printer) field(n *Field) {
	switch n.Operand.(type) {
	case *Call, *Cast, *Subscript, *Field, *Row, *Case, *Subquery:
		p.write(n.Operand)
	default:
		p.write("(", n.Operand, ")")
	}
	p.write(".", n.Name)
}

func (p *printer) caseOf(n *Case) {
	p.write("CASE")
	if n.Operand != nil {
		p.write(" ", n.Operand)
	}
	for _, when := range n.Whens {
		p.write(" WHEN ", when.Cond, " THEN ", when.Then)
	}
	if n.Else != nil {
		p.write(" ELSE ", n.Else)
	}
	p.write(" END")
}

func (p *printer) mapOf(n *Map) {
	p.write("MAP[")
	for i, key := range n.Keys {
		p.writeIf(i > 0, ", ")
		p.write(key, ", ", n.Values[i])
	}
	p.write("]")
}

// call prints functions and what is written like one.
func (p *printer) call(node Expr) {
	switch n := node.(type) {
	case *Call:
		p.function(n)
	case *Extract:
		p.write("EXTRACT(", n.Unit, " FROM ", n.Operand, ")")
	case *Trim:
		p.write("TRIM(", n.Side.String())
		if n.Chars != nil {
			p.write(" ", n.Chars)
		}
		p.write(" FROM ", n.Operand, ")")
	case *RoundTo:
		p.write(map[bool]string{true: "CEIL(", false: "FLOOR("}[n.Up], n.Operand, " TO ", n.Unit, ")")
	case *JSONCall:
		p.json(n)
	case *TableArg:
		p.write("TABLE ", n.Name)
		clause(p, " PARTITION BY ", n.PartitionBy)
		clause(p, " ORDER BY ", n.OrderBy)
	case *Descriptor:
		columns(p, "DESCRIPTOR", n.Columns)
	case *NamedArg:
		p.write(n.Name, " => ", n.Value)
	case *Unit:
		p.write(n.Name)
	}
}

func (p *printer) function(n *Call) {
	p.write(n.Name)
	if !n.Bare {
		p.write("(")
		p.writeIf(n.Distinct, "DISTINCT ")
		list(p, n.Args, ", ")
		p.writeIf(n.Within, ") WITHIN GROUP (ORDER BY ")
		if n.Within {
			list(p, n.OrderBy, ", ")
		} else {
			clause(p, " ORDER BY ", n.OrderBy)
		}
		p.write(")")
	}
	if n.Filter != nil {
		p.write(" FILTER (WHERE ", n.Filter, ")")
	}
	p.writeIf(n.FromLast, " FROM LAST")
	p.writeIf(n.Nulls == IgnoreNulls, " IGNORE NULLS")
	p.writeIf(n.Nulls == RespectNulls, " RESPECT NULLS")
	if n.Over != nil {
		p.write(" OVER ", n.Over)
	}
}

func (p *printer) json(n *JSONCall) {
	p.write(n.Name, "(", n.Input, ", ", n.Path)
	if n.Returning != nil {
		p.write(" RETURNING ", n.Returning)
	}
	p.write([]string{"", " WITHOUT WRAPPER", " WITH WRAPPER", " WITH CONDITIONAL WRAPPER"}[n.Wrapper])
	p.jsonOn(n.OnEmpty, "EMPTY")
	p.jsonOn(n.OnError, "ERROR")
	p.write(")")
}

func (p *printer) jsonOn(on *JSONBehavior, event string) {
	if on == nil {
		return
	}
	p.write(" ", on, " ON ", event)
}
