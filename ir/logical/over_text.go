package logical

import (
	"strconv"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
)

// overHead prints what the calls have in common.
//
//	over time ts#1 partition (account#0) order (ts#1)
//	over final order (price#2 desc)
//	over buffer 100 partition (account#0)
func (p *printer) overHead(n *Over) string {
	s := "over" + amount(" buffer ", n.Buffer) + amount(" ttl ", n.TTL)
	if n.Final {
		s += " final"
	}
	if n.Time != nil {
		s += " time " + p.expr(n.Time) + amount(" wait ", n.Wait)
	}
	return s + p.partition(n.PartitionBy) + p.order(n.OrderBy)
}

func (p *parser) over(sc *text.Scanner, inputs []Node) *Over {
	n := &Over{Input: inputs[0], Buffer: readAmount(sc, "buffer"), TTL: readAmount(sc, "ttl"), Final: sc.Accept("final")}
	env := p.env(n)
	if sc.Accept("time") {
		n.Time = scalar.Read(sc, env)
		n.Wait = readAmount(sc, "wait")
	}
	n.PartitionBy = readPartition(sc, env)
	n.OrderBy = readOrder(sc, env)
	return n
}

// partition prints what an operator looks at the rows of together; nothing where that is all rows.
func (p *printer) partition(by []scalar.Expr) string {
	if len(by) == 0 {
		return ""
	}
	return " partition (" + p.exprs(by) + ")"
}

func readPartition(sc *text.Scanner, env scalar.Env) []scalar.Expr {
	if !sc.Accept("partition") {
		return nil
	}
	return scalar.ReadList(sc, env)
}

// overOrigin prints the call that a column holds; nothing for the input's columns.
func (p *printer) overOrigin(n *Over, i int) string {
	if i -= len(n.Input.Columns()); i >= 0 && i < len(n.Calls) {
		return p.overCall(n.Calls[i])
	}
	return ""
}

// overCall prints a call with its frame:
//
//	LAST_VALUE(price#2) ignore nulls rows preceding 5 current
func (p *printer) overCall(c OverCall) string {
	s := p.call(c.AggregateCall)
	if c.FromLast {
		s += " from last"
	}
	if c.IgnoreNulls {
		s += " ignore nulls"
	}
	return s + " " + c.Frame.String() + p.span(c.Pos)
}

func (p *parser) overColumn(sc *text.Scanner, n *Over, column Column) {
	c := readOverCall(sc, p.env(n))
	c.Type = column.Type
	n.Calls = append(n.Calls, c)
}

func readOverCall(sc *text.Scanner, env scalar.Env) OverCall {
	c := OverCall{AggregateCall: readCall(sc, env)}
	c.FromLast = sc.AcceptPair("from", "last")
	c.IgnoreNulls = sc.AcceptPair("ignore", "nulls")
	c.Frame = Frame{Unit: readWord[FrameUnit](sc, frameUnits[:]), Start: readBound(sc), End: readBound(sc)}
	if sc.Accept("exclude") {
		c.Frame.Exclude = readWord[Exclusion](sc, exclusions[:])
	}
	c.Pos = ReadSpan(sc)
	return c
}

// String returns the frame as plans show it: rows preceding 5 current.
func (f Frame) String() string {
	s := f.Unit.String() + " " + f.Start.String() + " " + f.End.String()
	if f.Exclude != ExcludeNothing {
		s += " exclude " + f.Exclude.String()
	}
	return s
}

// String returns the bound as plans show it: preceding 5.
func (b Bound) String() string {
	if b.Kind == Preceding || b.Kind == Following {
		return b.Kind.String() + " " + strconv.FormatInt(b.Offset, 10)
	}
	return b.Kind.String()
}

func readBound(sc *text.Scanner) Bound {
	b := Bound{Kind: readWord[BoundKind](sc, boundKinds[:])}
	if b.Kind == Preceding || b.Kind == Following {
		b.Offset = int64(sc.Int())
	}
	return b
}
