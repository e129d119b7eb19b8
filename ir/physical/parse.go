package physical

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Parse reads what Print and PrintSpans print. It checks the text alone; Verify checks the plan.
func Parse(s string) (*Plan, error) {
	blocks, err := text.Blocks(s)
	if err != nil {
		return nil, err
	}
	p := &parser{plan: &Plan{}, rows: map[string]*RowType{}}
	for _, b := range blocks {
		ok, err := p.header.Read(b)
		if !ok && err == nil {
			err = p.block(b)
		}
		if err != nil {
			return nil, err
		}
	}
	p.plan.Job, p.plan.Settings = p.header.Job, p.header.Settings
	p.plan.Functions, p.plan.Tables = p.header.Functions, p.header.Tables
	return p.plan, nil
}

type parser struct {
	header logical.Header
	plan   *Plan
	rows   map[string]*RowType // by their text: one type for all that is alike
}

func (p *parser) block(b *text.Block) error {
	sc := text.NewScanner(b.Text)
	switch {
	case sc.Accept("fingerprint"):
		p.plan.Fingerprint = sc.Str()
		return b.Wrap(sc.Done())
	case sc.Accept("ahead"):
		p.plan.MaxAhead = int64(sc.Int())
		return b.Wrap(sc.Done())
	case sc.Accept("state"):
		return p.state(sc, b)
	case sc.Accept("exchange"):
		return p.exchange(sc, b)
	case sc.Accept("stage"):
		return p.stage(sc, b)
	}
	return b.Wrap(fmt.Errorf("unexpected %q", sc.Peek().Text))
}

func (p *parser) exchange(sc *text.Scanner, b *text.Block) error {
	e := &Exchange{ID: sc.Int()}
	e.Kind = ExchangeKind(max(slices.Index(exchangeKinds[:], sc.Peek().Text), 0))
	sc.Expect(e.Kind.String())
	for sc.Peek().Kind == text.Number {
		e.Key = append(e.Key, sc.Int())
	}
	if sc.Accept("groups") {
		state, err := p.findState(sc.Int())
		if err != nil {
			return b.Wrap(err)
		}
		e.Groups = state
	}
	row := p.rowHead(sc)
	sc.Expect("why")
	e.Why = sc.Str()
	if err := sc.Done(); err != nil {
		return b.Wrap(err)
	}
	err := p.fields(row, b.Children, func(*text.Scanner) {})
	e.Type = p.intern(row)
	p.plan.Exchanges = append(p.plan.Exchanges, e)
	return err
}

func (p *parser) stage(sc *text.Scanner, b *text.Block) error {
	s := &Stage{ID: sc.Int(), Name: sc.Name()}
	s.Span = logical.ReadSpan(sc)
	if err := sc.Done(); err != nil {
		return b.Wrap(err)
	}
	if len(b.Children) == 0 {
		return b.Wrap(fmt.Errorf("a stage without input"))
	}
	var err error
	if s.Input, err = p.input(b.Children[0]); err != nil {
		return err
	}
	s.Then, err = p.operators(b.Children[1:], s.Input.Row())
	p.plan.Stages = append(p.plan.Stages, s)
	return err
}

func (p *parser) input(b *text.Block) (Input, error) {
	sc := text.NewScanner(b.Text)
	switch {
	case sc.Accept("source"):
		return p.source(sc, b)
	case sc.Accept("constant"):
		return p.constant(sc, b)
	case sc.Accept("receive"):
		e, err := p.findExchange(sc.Int())
		return &Receive{Exchange: e}, b.Wrap(err)
	}
	return nil, b.Wrap(fmt.Errorf("expected a stage's input"))
}

func (p *parser) findExchange(id int) (*Exchange, error) {
	for _, e := range p.plan.Exchanges {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, fmt.Errorf("unknown exchange %d", id)
}

func (p *parser) source(sc *text.Scanner, b *text.Block) (Input, error) {
	t, err := p.header.Table(sc.Name())
	if err != nil {
		return nil, b.Wrap(err)
	}
	s := &Source{Table: t}
	row := p.rowHead(sc)
	if err := sc.Done(); err != nil {
		return nil, b.Wrap(err)
	}
	err = p.fields(row, b.Children, func(sc *text.Scanner) {
		sc.Expect("=")
		s.Used = append(s.Used, sc.Int())
	})
	s.Type = p.intern(row)
	return s, err
}

func (p *parser) constant(sc *text.Scanner, b *text.Block) (Input, error) {
	c := &Constant{}
	row := p.rowHead(sc)
	if err := sc.Done(); err != nil {
		return nil, b.Wrap(err)
	}
	columns, rows := b.Split("|")
	if err := p.fields(row, columns, func(*text.Scanner) {}); err != nil {
		return nil, err
	}
	c.Type = p.intern(row)
	for _, line := range rows {
		sc := text.NewScanner(line.Text)
		sc.Expect("row")
		c.Rows = append(c.Rows, scalar.ReadList(sc, p.header.Env(nil)))
		if err := sc.Done(); err != nil {
			return nil, line.Wrap(err)
		}
	}
	return c, nil
}

func (p *parser) operators(blocks []*text.Block, in *RowType) ([]Operator, error) {
	var list []Operator
	for _, b := range blocks {
		op, err := p.operator(b, in)
		if err != nil {
			return nil, err
		}
		list = append(list, op)
	}
	return list, nil
}

func (p *parser) operator(b *text.Block, in *RowType) (Operator, error) {
	sc := text.NewScanner(b.Text)
	columns, consumers := b.Split("|")
	op, base, row, err := p.head(sc, in)
	if err != nil {
		return nil, b.Wrap(err)
	}
	sc.Expect("id")
	base.Ident = sc.Str()
	base.Pos = logical.ReadSpan(sc)
	if err := sc.Done(); err != nil {
		return nil, b.Wrap(err)
	}
	if project, ok := op.(*Project); ok {
		err := p.fields(row, columns, func(sc *text.Scanner) {
			sc.Expect("=")
			project.Exprs = append(project.Exprs, scalar.Read(sc, p.env(in)))
		})
		if err != nil {
			return nil, err
		}
		project.Type = p.intern(row)
		row = project.Type
	}
	if assign, ok := op.(*WindowAssign); ok && assign.State.AtOnce() {
		env := p.env(in)
		err := p.fields(row, columns, func(sc *text.Scanner) { readResult(sc, env, assign.State, row.Fields[len(row.Fields)-1]) })
		if err != nil {
			return nil, err
		}
		assign.State.Result = p.intern(row)
		row = assign.State.Result
	}
	base.Then, err = p.operators(consumers, row)
	return op, err
}

// head reads an operator's start, and says which rows it hands on.
func (p *parser) head(sc *text.Scanner, in *RowType) (Operator, *Base, *RowType, error) {
	switch {
	case sc.Accept("filter"):
		op := &Filter{Predicate: scalar.Read(sc, p.env(in))}
		return op, &op.Base, in, nil
	case sc.Accept("project"):
		op := &Project{}
		return op, &op.Base, p.rowHead(sc), nil
	case sc.Accept("write"):
		t, err := p.header.Table(sc.Name())
		sc.Expect("query")
		op := &Write{Table: t, Query: sc.Int()}
		return op, &op.Base, in, err
	case sc.Accept("watermark"):
		op := &Watermark{Expr: scalar.Read(sc, p.env(in))}
		return op, &op.Base, in, nil
	case sc.Accept("send"):
		e, err := p.findExchange(sc.Int())
		op := &Send{Exchange: e}
		return op, &op.Base, in, err
	case sc.Accept("aggregate"):
		return p.aggregate(sc)
	case sc.Accept("window"):
		op := &WindowAssign{State: p.assign(sc, in)}
		return op, &op.Base, p.rowHead(sc), nil
	}
	return p.stateful(sc)
}

// stateful reads an operator whose state stands with the plan.
func (p *parser) stateful(sc *text.Scanner) (Operator, *Base, *RowType, error) {
	for _, word := range []string{"over", "sort", "top", "sessions"} {
		if !sc.Accept(word) {
			continue
		}
		s, err := p.findState(sc.Int())
		if err != nil {
			return nil, nil, nil, err
		}
		switch word {
		case "over":
			op := &Over{State: s}
			return op, &op.Base, s.Result, nil
		case "sort":
			op := &Sort{State: s}
			return op, &op.Base, s.Result, nil
		case "top":
			op := &Top{State: s}
			return op, &op.Base, s.Result, nil
		}
		op := &WindowAssign{State: s}
		return op, &op.Base, s.Result, nil
	}
	return nil, nil, nil, fmt.Errorf("unknown operator %q", sc.Peek().Text)
}

// aggregate reads an aggregation, or one of its halves.
func (p *parser) aggregate(sc *text.Scanner) (Operator, *Base, *RowType, error) {
	op := &Aggregate{Phase: Phase(max(slices.Index(phases[:], sc.Peek().Text), 0))}
	sc.Expect(op.Phase.String())
	var err error
	if op.State, err = p.findState(sc.Int()); err != nil {
		return nil, nil, nil, err
	}
	if sc.Accept("send") {
		if op.Exchange, err = p.findExchange(sc.Int()); err != nil {
			return nil, nil, nil, err
		}
	}
	return op, &op.Base, op.State.Result, nil
}

// rowHead reads what rowSuffix prints.
func (p *parser) rowHead(sc *text.Scanner) *RowType {
	sc.Expect("as")
	return &RowType{Name: sc.Name(), Mode: logical.ReadMode(sc)}
}

// fields reads a row's columns, each with what stands behind it.
func (p *parser) fields(row *RowType, lines []*text.Block, behind func(*text.Scanner)) error {
	for _, line := range lines {
		sc := text.NewScanner(line.Text)
		sc.Expect("|")
		row.Fields = append(row.Fields, types.Field{Name: sc.Name(), Type: types.Read(sc)})
		behind(sc)
		if err := sc.Done(); err != nil {
			return line.Wrap(err)
		}
	}
	return nil
}

// intern returns the one row type of this name, mode and fields.
func (p *parser) intern(row *RowType) *RowType {
	key := rowSuffix(row) + types.FieldList(row.Fields)
	if p.rows[key] == nil {
		p.rows[key] = row
	}
	return p.rows[key]
}

func (p *parser) env(row *RowType) scalar.Env {
	columns := make([]types.Type, len(row.Fields))
	for i, field := range row.Fields {
		columns[i] = field.Type
	}
	return p.header.Env(columns)
}
