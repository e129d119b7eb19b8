// Package random makes types and expressions for tests: all shapes that the plans' text forms must carry, whether or not they
// mean something.
package random

import (
	"math"
	"math/big"
	"math/rand/v2"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Gen makes random things from one seeded source.
type Gen struct {
	*rand.Rand
	Columns   []types.Type // that expressions may read
	Functions []*scalar.UserFunction
	Spans     bool
}

// New returns a generator for a seed.
func New(seed uint64) *Gen { return &Gen{Rand: rand.New(rand.NewPCG(seed, 0))} }

var simpleKinds = []types.Kind{
	types.Boolean, types.TinyInt, types.SmallInt, types.Int, types.BigInt, types.Real, types.Double, types.Decimal, types.Varchar,
	types.Char, types.Bytes, types.Date, types.Time, types.Timestamp, types.TimestampLTZ, types.Interval, types.JSON, types.UUID,
}

// Simple returns a type that is no collection.
func (g *Gen) Simple() types.Type {
	t := types.Type{Kind: pick(g, simpleKinds), Nullable: g.flip()}
	switch t.Kind {
	case types.Decimal:
		t.Precision = 1 + g.IntN(38)
		t.Scale = g.IntN(t.Precision + 1)
	case types.Varchar, types.Char, types.Bytes:
		t.Precision = g.IntN(3) * 10
	case types.Time, types.Timestamp, types.TimestampLTZ:
		t.Precision = g.IntN(10)
	}
	return t
}

// Type returns any type, nested at most so deep.
func (g *Gen) Type(depth int) types.Type {
	if depth == 0 || g.IntN(3) > 0 {
		return g.Simple()
	}
	var t types.Type
	switch g.IntN(3) {
	case 0:
		t = types.ArrayOf(g.Type(depth - 1))
	case 1:
		t = types.MapOf(g.Type(depth-1), g.Type(depth-1))
	default:
		for range g.IntN(3) {
			t.Fields = append(t.Fields, types.Field{Name: g.Name(), Type: g.Type(depth - 1)})
		}
		t.Kind = types.Row
	}
	return t.WithNull(g.flip())
}

var names = []string{"id", "order", "total_amount", "a b", `say "hi"`, "Größe", "line\nbreak", "x1", "NULL", "E", "日本", `back\slash`, "1st"}

// Name returns an identifier, some of them hostile.
func (g *Gen) Name() string { return pick(g, names) }

var strings = []string{"", "abc", "it's", "two\nlines", `\x`, "tab\t", "\x00\xff", "日本", "' -- ", "NaN", "\u202e", "\ufffd"}

// Text returns a string, some of them hostile.
func (g *Gen) Text() string { return pick(g, strings) }

// Span returns a position, if positions are wanted.
func (g *Gen) Span() diag.Span {
	if !g.Spans || g.IntN(4) == 0 {
		return diag.Span{}
	}
	start := g.IntN(1000)
	return diag.Span{Start: start, End: start + 1 + g.IntN(20)}
}

// Literal returns a constant of a simple type.
func (g *Gen) Literal() *scalar.Literal {
	t := g.Simple()
	l := &scalar.Literal{Base: scalar.Base{Typ: t, Pos: g.Span()}}
	if t.Nullable && g.flip() {
		return l
	}
	l.Value = g.value(t)
	return l
}

func (g *Gen) value(t types.Type) any {
	switch {
	case t.Kind == types.Boolean:
		return g.flip()
	case t.IsInteger():
		return g.integer() >> (64 - 8<<(t.Kind-types.TinyInt))
	case t.Kind == types.Real:
		return float64(float32(g.float()))
	case t.Kind == types.Double:
		return g.float()
	case t.Kind == types.Decimal:
		limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(t.Precision)), nil)
		unscaled := new(big.Int).Mul(big.NewInt(g.integer()), big.NewInt(g.integer()))
		return unscaled.Rem(unscaled, limit)
	case t.IsString() || t.Kind == types.JSON || t.Kind == types.UUID:
		return g.Text()
	case t.Kind == types.Bytes:
		return []byte(g.Text())
	case t.Kind == types.Date:
		return g.integer() >> 40
	case t.Kind == types.Interval:
		return types.IntervalValue{Months: int32(g.integer() >> 50), Days: int32(g.integer() >> 50), Micros: g.integer()}
	}
	return g.integer()
}

// integer returns small and large numbers alike.
func (g *Gen) integer() int64 { return int64(g.Uint64()) >> g.IntN(64) }

func (g *Gen) float() float64 {
	if g.IntN(10) == 0 {
		return pick(g, []float64{math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), 1e300, 5e-324})
	}
	return float64(g.integer()) / 8
}

func (g *Gen) flip() bool { return g.IntN(2) == 0 }

func pick[T any](g *Gen, list []T) T { return list[g.IntN(len(list))] }
