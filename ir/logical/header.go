package logical

import (
	"fmt"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Header is what logical and physical plans have in common, as read from their text.
type Header struct {
	Job       string
	Settings  []Setting
	Functions []*scalar.UserFunction
	Tables    []*Table
}

// Read takes a block of a plan's text if it belongs to the header.
func (h *Header) Read(b *text.Block) (ok bool, err error) {
	sc := text.NewScanner(b.Text)
	switch {
	case sc.Accept("job"):
		h.Job = sc.Name()
	case sc.Accept("set"):
		h.Settings = append(h.Settings, readSetting(sc))
	case sc.Accept("function"):
		h.Functions = append(h.Functions, readFunction(sc))
	case sc.Accept("table"):
		t, err := readTable(sc, b.Children)
		h.Tables = append(h.Tables, t)
		if err != nil {
			return true, err
		}
	default:
		return false, nil
	}
	return true, b.Wrap(sc.Done())
}

// Table finds a table by name.
func (h *Header) Table(name string) (*Table, error) {
	for _, t := range h.Tables {
		if t.Name == name {
			return t, nil
		}
	}
	return nil, fmt.Errorf("unknown table %s", name)
}

// Env is what expressions over the given columns refer to.
func (h *Header) Env(columns []types.Type) scalar.Env {
	env := scalar.Env{Columns: columns, Functions: map[string]*scalar.UserFunction{}}
	for _, f := range h.Functions {
		env.Functions[f.Name] = f
	}
	return env
}

// ReadSpan reads what SpanText prints.
func ReadSpan(sc *text.Scanner) diag.Span {
	if !sc.Accept("at") {
		return diag.Span{}
	}
	start := sc.Int()
	sc.Expect(":")
	return diag.Span{Start: start, End: sc.Int()}
}

// ReadMode reads a changelog mode that isn't append.
func ReadMode(sc *text.Scanner) Mode {
	for mode, name := range modes {
		if sc.Accept(name) {
			return Mode(mode)
		}
	}
	return Append
}

func readSetting(sc *text.Scanner) Setting {
	s := Setting{Key: sc.Str()}
	sc.Expect("=")
	s.Value = sc.Str()
	s.Span = ReadSpan(sc)
	return s
}

func readFunction(sc *text.Scanner) *scalar.UserFunction {
	f := &scalar.UserFunction{Name: sc.Name()}
	sc.Expect("(")
	for !sc.Is(")") && sc.Err() == nil {
		if len(f.Params) > 0 {
			sc.Expect(",")
		}
		f.Params = append(f.Params, types.Read(sc))
		f.GoParams = append(f.GoParams, readGoNull(sc))
	}
	sc.Expect(")")
	f.Result = types.Read(sc)
	f.GoResult = readGoNull(sc)
	f.HasError = sc.Accept("error")
	f.Volatile = sc.Accept("volatile")
	if sc.Accept("aggregate") {
		f.Aggregate = &scalar.UserAggregate{}
		for _, trait := range aggregateTraits(f.Aggregate) {
			*trait.is = sc.Accept(trait.word)
		}
	}
	sc.Expect("=")
	f.Package, f.Func = sc.Str(), sc.Str()
	f.Span = ReadSpan(sc)
	return f
}

func readGoNull(sc *text.Scanner) scalar.GoNull {
	for _, n := range []scalar.GoNull{scalar.GoPlain, scalar.GoPointer, scalar.GoOK} {
		if sc.Accept(n.String()) {
			return n
		}
	}
	sc.Fail("expected plain, pointer or ok")
	return scalar.GoPlain
}

func readTable(sc *text.Scanner, lines []*text.Block) (*Table, error) {
	t := &Table{Name: sc.Name(), Connector: sc.Name()}
	if tok := sc.Peek(); tok.Kind == text.Quoted || tok.Kind == text.Word && !afterHead[tok.Text] {
		t.Format = sc.Name()
	}
	t.Endless = sc.Accept("endless")
	t.Span = ReadSpan(sc)
	for _, line := range lines {
		if err := t.readLine(text.NewScanner(line.Text)); err != nil {
			return t, line.Wrap(err)
		}
	}
	return t, nil
}

func (t *Table) readLine(sc *text.Scanner) error {
	switch {
	case sc.Accept("key"):
		for sc.Peek().Kind == text.Number {
			t.Key = append(t.Key, sc.Int())
		}
	case sc.Accept("with"):
		o := Option{Key: sc.Str(), KeySpan: ReadSpan(sc)}
		sc.Expect("=")
		o.Value, o.ValueSpan = sc.Str(), ReadSpan(sc)
		t.Options = append(t.Options, o)
	default:
		sc.Expect("|")
		c := TableColumn{Name: sc.Name(), Type: types.Read(sc)}
		if sc.Accept("metadata") {
			c.Metadata = sc.Str()
		}
		c.Span = ReadSpan(sc)
		t.Columns = append(t.Columns, c)
	}
	return sc.Done()
}
