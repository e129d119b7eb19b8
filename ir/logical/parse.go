package logical

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Parse reads what Print and PrintSpans print. It checks the text alone; Verify checks the plan.
func Parse(s string) (*Plan, error) {
	blocks, err := text.Blocks(s)
	if err != nil {
		return nil, err
	}
	p := &parser{shared: map[int]Node{}}
	var sinks []*Sink
	for _, b := range blocks {
		if ok, err := p.header.Read(b); err != nil {
			return nil, err
		} else if ok {
			continue
		}
		n, err := p.node(b)
		if err != nil {
			return nil, err
		}
		sink, ok := n.(*Sink)
		if !ok {
			return nil, b.Wrap(fmt.Errorf("expected a sink"))
		}
		sinks = append(sinks, sink)
	}
	plan := &Plan{Job: p.header.Job, Sinks: sinks, Functions: p.header.Functions, Settings: p.header.Settings}
	for _, s := range plan.Settings {
		if s.Key == "on-error.table" {
			plan.DeadLetter, err = p.header.Table(s.Value)
		}
	}
	return plan, err
}

type parser struct {
	header Header
	shared map[int]Node // by number
}

// node reads an operator with all that is below it.
func (p *parser) node(b *text.Block) (Node, error) {
	sc := text.NewScanner(b.Text)
	number := 0
	if sc.Accept("%") {
		number = sc.Int()
		if !sc.Accept("=") {
			if n := p.shared[number]; n != nil {
				return n, b.Wrap(sc.Done())
			}
			return nil, b.Wrap(fmt.Errorf("node %d isn't known", number))
		}
	}
	lines, rest := b.Split("|", "row")
	inputs, err := p.nodes(rest)
	if err != nil {
		return nil, err
	}
	n, err := p.operator(sc, inputs, lines)
	if err != nil {
		return nil, b.Wrap(err)
	}
	if number > 0 {
		p.shared[number] = n
	}
	return n, nil
}

func (p *parser) nodes(blocks []*text.Block) ([]Node, error) {
	var list []Node
	for _, b := range blocks {
		n, err := p.node(b)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// operator reads an operator's own line and its columns.
func (p *parser) operator(sc *text.Scanner, inputs []Node, lines []*text.Block) (Node, error) {
	word := sc.Name()
	if want := inputCount(word); want >= 0 && len(inputs) != want {
		return nil, fmt.Errorf("%s with %d inputs", word, len(inputs))
	}
	n, base, err := p.head(word, sc, inputs)
	if err != nil {
		return nil, err
	}
	base.Changes = ReadMode(sc)
	base.Pos = ReadSpan(sc)
	if err := sc.Done(); err != nil {
		return nil, err
	}
	if passesOn(n) && len(lines) == 0 {
		base.Cols = inputs[0].Columns()
	}
	for _, line := range lines {
		if err := p.line(n, base, text.NewScanner(line.Text)); err != nil {
			return nil, line.Wrap(err)
		}
	}
	if addsTo(n) && len(lines) == 0 {
		base.Cols = slices.Clone(inputs[0].Columns())
	}
	return n, nil
}

func inputCount(word string) int {
	switch word {
	case "scan", "values":
		return 0
	case "union":
		return -1
	}
	return 1
}

func (p *parser) head(word string, sc *text.Scanner, inputs []Node) (Node, *Base, error) {
	switch word {
	case "scan":
		t, err := p.header.Table(sc.Name())
		n := &Scan{Table: t}
		return n, &n.Base, err
	case "watermark":
		n := &Watermark{Input: inputs[0], Column: sc.Int()}
		sc.Expect("=")
		n.Expr = scalar.Read(sc, p.env(n))
		return n, &n.Base, nil
	case "filter":
		n := &Filter{Input: inputs[0]}
		n.Predicate = scalar.Read(sc, p.env(n))
		return n, &n.Base, nil
	case "project":
		n := &Project{Input: inputs[0], Name: readProjectName(sc)}
		return n, &n.Base, nil
	case "union":
		n := &Union{Arms: inputs}
		return n, &n.Base, nil
	case "values":
		n := &Values{}
		return n, &n.Base, nil
	case "sink":
		return p.sink(sc, inputs)
	case "aggregate":
		n := p.aggregate(sc, inputs)
		return n, &n.Base, nil
	case "window":
		n := &WindowAssign{Input: inputs[0]}
		n.Window, n.PartitionBy = readWindow(sc, p.env(n)), readPartition(sc, p.env(n))
		return n, &n.Base, nil
	case "over":
		n := p.over(sc, inputs)
		return n, &n.Base, nil
	case "top":
		n := p.top(sc, inputs)
		return n, &n.Base, nil
	case "sort":
		n := p.sort(sc, inputs)
		return n, &n.Base, nil
	}
	return nil, nil, fmt.Errorf("unknown operator %q", word)
}

func (p *parser) sink(sc *text.Scanner, inputs []Node) (Node, *Base, error) {
	t, err := p.header.Table(sc.Name())
	sc.Expect("query")
	n := &Sink{Input: inputs[0], Table: t, Query: sc.Int()}
	return n, &n.Base, err
}

// readProjectName reads a projection's name, which is quoted where it could be something else.
func readProjectName(sc *text.Scanner) string {
	if tok := sc.Peek(); tok.Kind == text.Quoted || tok.Kind == text.Word && !afterHead[tok.Text] {
		return sc.Name()
	}
	return ""
}

// afterHead are the words that may follow an operator's head.
var afterHead = map[string]bool{"at": true, "upsert": true, "retract": true, "append": true, "endless": true}

func (p *parser) env(n Node) scalar.Env { return p.header.Env(TypesOf(n.Inputs()[0].Columns())) }

// line reads a column, or a row of values.
func (p *parser) line(n Node, base *Base, sc *text.Scanner) error {
	if sc.Accept("row") {
		return p.row(n, sc)
	}
	sc.Expect("|")
	c := Column{Name: sc.Name(), Type: types.Read(sc)}
	c.TimeAttribute = sc.Accept("rowtime")
	c.Span = ReadSpan(sc)
	if addsTo(n) && sc.Is("=") && len(base.Cols) == 0 {
		base.Cols = slices.Clone(n.Inputs()[0].Columns())
	}
	base.Cols = append(base.Cols, c)
	p.origin(n, c, sc)
	return sc.Done()
}

// origin reads what a column is made of.
func (p *parser) origin(n Node, c Column, sc *text.Scanner) {
	if addsTo(n) && !sc.Is("=") {
		return // the input's
	}
	switch n := n.(type) {
	case *Scan:
		sc.Expect("=")
		n.Used = append(n.Used, sc.Int())
	case *Project:
		sc.Expect("=")
		n.Exprs = append(n.Exprs, scalar.Read(sc, p.env(n)))
	case *Aggregate:
		sc.Expect("=")
		p.aggregateColumn(sc, n, c)
	case *WindowAssign:
		sc.Expect("=")
		readWord[uint8](sc, windowOrigins[:])
	case *Over:
		sc.Expect("=")
		p.overColumn(sc, n, c)
	case *Top:
		sc.Expect("=")
		readTopColumn(sc, n)
	}
}

func (p *parser) row(n Node, sc *text.Scanner) error {
	values, ok := n.(*Values)
	if !ok {
		return fmt.Errorf("a row that isn't below values")
	}
	values.Rows = append(values.Rows, scalar.ReadList(sc, p.header.Env(nil)))
	return sc.Done()
}
