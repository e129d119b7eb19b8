package scalar

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/types"
)

// Env is what an expression's text refers to.
type Env struct {
	Columns   []types.Type // of the input row
	Functions map[string]*UserFunction
}

// Parse reads what Print and PrintSpans print.
func Parse(s string, env Env) (Expr, error) {
	sc := text.NewScanner(s)
	e := Read(sc, env)
	return e, sc.Done()
}

// Read reads an expression from a scanner; the scanner holds the error, and then the expression is of no use.
func Read(sc *text.Scanner, env Env) Expr { return (&parser{sc, env}).or() }

// ReadList reads expressions in parentheses, parted by commas.
func ReadList(sc *text.Scanner, env Env) []Expr {
	p := &parser{sc, env}
	p.Expect("(")
	return p.exprsUntil(")")
}

type parser struct {
	*text.Scanner
	env Env
}

func (p *parser) or() Expr {
	list := p.chain("OR", p.and)
	if len(list) == 1 {
		return list[0]
	}
	return p.typed(&Or{Operands: list})
}

func (p *parser) and() Expr {
	list := p.chain("AND", p.not)
	if len(list) == 1 {
		return list[0]
	}
	return p.typed(&And{Operands: list})
}

func (p *parser) chain(word string, operand func() Expr) []Expr {
	list := []Expr{operand()}
	for p.Accept(word) {
		list = append(list, operand())
	}
	return list
}

func (p *parser) not() Expr {
	if p.Accept("NOT") {
		return p.typed(&Not{Operand: p.not()})
	}
	return p.comparison()
}

func (p *parser) comparison() Expr {
	left := p.infix()
	for op, name := range compareOps {
		if p.Accept(name) {
			return p.typed(&Compare{Op: CompareOp(op), Left: left, Right: p.infix()})
		}
	}
	if p.Accept("IS") {
		return p.is(left)
	}
	not := p.Accept("NOT")
	if p.Accept("IN") {
		p.Expect("(")
		return p.typed(&In{Negated: not, Operand: left, List: p.exprsUntil(")")})
	}
	if not {
		p.Fail("expected IN after NOT")
	}
	return left
}

func (p *parser) is(left Expr) Expr {
	not := p.Accept("NOT")
	for truth, name := range truths {
		if p.Accept(name) {
			return p.typed(&IsTruth{Negated: not, Truth: Truth(truth), Operand: left})
		}
	}
	if p.Accept("DISTINCT") {
		p.Expect("FROM")
		return p.typed(&Distinct{Negated: not, Left: left, Right: p.infix()})
	}
	p.Expect("NULL")
	return p.typed(&IsNull{Negated: not, Operand: left})
}

func (p *parser) infix() Expr {
	left := p.postfix()
	for p.atInfix() {
		name := p.Next().Text
		overload := p.overload()
		left = p.typed(&Call{Function: name, Overload: overload, Args: []Expr{left, p.postfix()}})
	}
	return left
}

func (p *parser) atInfix() bool {
	tok := p.Peek()
	return tok.Kind == text.Symbol && isInfix(tok.Text)
}

func (p *parser) overload() int {
	if !p.Accept("[") {
		return 0
	}
	n := p.Int()
	p.Expect("]")
	return n
}

// postfix reads what stands behind a primary: fields, subscripts, a position, a type.
func (p *parser) postfix() Expr {
	e := p.primary()
	for p.Err() == nil {
		switch {
		case p.Accept("."):
			name := p.Name()
			p.Expect("#")
			e = p.typed(&Field{Operand: e, Name: name, Index: p.Int()})
		case p.Accept("["):
			e = p.typed(&Subscript{Operand: e, Index: p.or()})
			p.Expect("]")
		case p.Accept("@"):
			e = rebase(e, Base{Typ: e.Type(), Pos: p.span()})
		case p.Accept(":"):
			e = rebase(e, Base{Typ: types.Read(p.Scanner), Pos: e.Span()})
		default:
			return e
		}
	}
	return e
}

func (p *parser) span() diag.Span {
	start := p.Int()
	p.Expect(":")
	return diag.Span{Start: start, End: p.Int()}
}

func (p *parser) primary() Expr {
	switch tok := p.Peek(); {
	case tok.Kind == text.Number || tok.Kind == text.String || p.Is("NULL") || p.Is("TRUE") || p.Is("FALSE"):
		return p.literal()
	case p.Accept("("):
		e := p.or()
		p.Expect(")")
		return e
	case p.Accept("$"):
		return p.userCall()
	case tok.Kind == text.Word && keywords[tok.Text]:
		return p.keyword(p.Next().Text)
	}
	return p.named()
}

// named reads a column or a call of a function.
func (p *parser) named() Expr {
	name := p.Name()
	if p.Accept("#") {
		return p.column(name, p.Int())
	}
	overload := p.overload()
	p.Expect("(")
	return p.typed(&Call{Function: name, Overload: overload, Args: p.exprsUntil(")")})
}

func (p *parser) column(name string, index int) Expr {
	if index < 0 || index >= len(p.env.Columns) {
		p.Fail("there is no column %d", index)
		return &Column{}
	}
	return &Column{Base: Base{Typ: p.env.Columns[index]}, Index: index, Name: name}
}

func (p *parser) userCall() Expr {
	name := p.Name()
	f := p.env.Functions[name]
	if f == nil {
		p.Fail("unknown user function %s", name)
		return &Literal{}
	}
	p.Expect("(")
	return p.typed(&UserCall{Function: f, Args: p.exprsUntil(")")})
}

func (p *parser) keyword(word string) Expr {
	switch word {
	case "CASE":
		return p.caseExpr()
	case "CAST", "TRY_CAST":
		return p.cast(word == "TRY_CAST")
	case "COALESCE":
		p.Expect("(")
		return p.typed(&Coalesce{Operands: p.exprsUntil(")")})
	case "NOT_NULL":
		return p.notNull()
	case "ROW":
		p.Expect("(")
		return p.typed(&RowValue{Fields: p.exprsUntil(")")})
	case "ARRAY":
		p.Expect("[")
		return p.typed(&ArrayValue{Elems: p.exprsUntil("]")})
	case "MAP":
		return p.mapValue()
	}
	p.Fail("unexpected %s", word)
	return &Literal{}
}

func (p *parser) caseExpr() Expr {
	c := &Case{}
	for p.Accept("WHEN") {
		cond := p.or()
		p.Expect("THEN")
		c.Whens = append(c.Whens, When{cond, p.or()})
	}
	if p.Accept("ELSE") {
		c.Else = p.or()
	}
	p.Expect("END")
	if len(c.Whens) == 0 {
		p.Fail("CASE without WHEN")
		return &Literal{}
	}
	return p.typed(c)
}

func (p *parser) cast(try bool) Expr {
	p.Expect("(")
	c := &Cast{Operand: p.or(), Try: try}
	p.Expect("AS")
	c.Typ = types.Read(p.Scanner)
	c.Implicit = p.Accept("IMPLICIT")
	c.Assign = p.Accept("ASSIGN")
	p.Expect(")")
	return c
}

func (p *parser) notNull() Expr {
	p.Expect("(")
	operand := p.or()
	p.Expect("FOR")
	e := p.typed(&NotNull{Operand: operand, Column: p.Name()})
	p.Expect(")")
	return e
}

func (p *parser) mapValue() Expr {
	m := &MapValue{}
	p.Expect("[")
	for !p.Is("]") && p.Err() == nil {
		if len(m.Keys) > 0 {
			p.Expect(",")
		}
		m.Keys = append(m.Keys, p.or())
		p.Expect("=>")
		m.Values = append(m.Values, p.or())
	}
	p.Expect("]")
	return p.typed(m)
}

// exprsUntil reads a list and what closes it.
func (p *parser) exprsUntil(end string) []Expr {
	var list []Expr
	for !p.Is(end) && p.Err() == nil {
		if len(list) > 0 {
			p.Expect(",")
		}
		list = append(list, p.or())
	}
	p.Expect(end)
	return list
}

// literal reads a constant with its type, if one is written.
func (p *parser) literal() Expr {
	tok := p.Next()
	if tok.Kind == text.Word && tok.Text == "NULL" {
		p.Expect(":")
		return &Literal{Base: Base{Typ: types.Read(p.Scanner)}}
	}
	l := &Literal{}
	switch tok.Kind {
	case text.String:
		l.Typ = types.Of(types.Varchar)
	case text.Word:
		l.Typ = types.Of(types.Boolean)
	default:
		l.Typ = numberType(tok.Text)
	}
	if p.Accept(":") {
		l.Typ = types.ReadName(p.Scanner)
		l.Typ.Nullable = p.Accept("NULL")
	}
	value, err := parseValue(tok.Text, l.Typ)
	if err != nil {
		p.Fail("%v", err)
	}
	l.Value = value
	return l
}

// typed gives a node the type that its operands say it has.
func (p *parser) typed(e Expr) Expr {
	if p.Err() != nil {
		return &Literal{}
	}
	return rebase(e, Base{Typ: Derived(e)})
}

// rebase sets the base of a node that the parser just made.
func rebase(e Expr, b Base) Expr {
	*e.(interface{ base() *Base }).base() = b
	return e
}

func (b *Base) base() *Base { return b }
