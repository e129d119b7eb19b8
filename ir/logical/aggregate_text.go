package logical

import (
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
)

// aggregateHead prints what isn't of single columns; what is 0 is left out.
//
//	aggregate final tumble size 60000000 on ts#1
//	aggregate changes ttl 3600000000 by ts#1
//	aggregate final totals (1)
func (p *printer) aggregateHead(n *Aggregate) string {
	s := "aggregate " + n.Emit.String() + amount(" ttl ", n.TTL)
	if n.TTLTime != nil {
		s += " by " + p.expr(n.TTLTime)
	}
	s += totalsText(n.Totals)
	if n.Window != nil {
		s += " " + p.window(n.Window)
	}
	return s
}

func (p *parser) aggregate(sc *text.Scanner, inputs []Node) *Aggregate {
	n := &Aggregate{Input: inputs[0], Emit: readWord[Emit](sc, emits[:])}
	n.TTL = readAmount(sc, "ttl")
	if sc.Accept("by") {
		n.TTLTime = scalar.Read(sc, p.env(n))
	}
	n.Totals = readTotals(sc)
	if word := sc.Peek(); word.Kind == text.Word && word.Text != "at" && !afterHead[word.Text] {
		n.Window = readWindow(sc, p.env(n))
	}
	return n
}

// totalsText prints the numbers of the grouping sets without keys; nothing for none.
func totalsText(sets []int64) string {
	if len(sets) == 0 {
		return ""
	}
	parts := make([]string, len(sets))
	for i, set := range sets {
		parts[i] = strconv.FormatInt(set, 10)
	}
	return " totals (" + strings.Join(parts, ", ") + ")"
}

func readTotals(sc *text.Scanner) (sets []int64) {
	if !sc.Accept("totals") {
		return nil
	}
	sc.Expect("(")
	for !sc.Is(")") && sc.Err() == nil {
		if len(sets) > 0 {
			sc.Expect(",")
		}
		sets = append(sets, int64(sc.Int()))
	}
	sc.Expect(")")
	return sets
}

// The columns of a window, in order, by what stands for them.
var windowOrigins = [windowColumns]string{"window_start", "window_end", "window_time"}

// notFunctions are words that stand for other columns than calls.
var notFunctions = map[string]bool{"key": true, windowOrigins[0]: true, windowOrigins[1]: true, windowOrigins[2]: true}

// aggregateOrigin prints what a column of an aggregate is made of.
func (p *printer) aggregateOrigin(n *Aggregate, i int) string {
	if i < len(n.Keys) {
		return "key " + p.expr(n.Keys[i])
	}
	if i -= len(n.Keys); i < n.Windows() {
		return windowOrigins[i]
	}
	call := n.Calls[i-n.Windows()]
	return p.call(call) + p.span(call.Pos)
}

func (p *parser) aggregateColumn(sc *text.Scanner, n *Aggregate, column Column) {
	for _, name := range windowOrigins {
		if sc.Accept(name) {
			return
		}
	}
	if sc.Accept("key") {
		n.Keys = append(n.Keys, scalar.Read(sc, p.env(n)))
		return
	}
	call := readCall(sc, p.env(n))
	call.Type, call.Pos = column.Type, ReadSpan(sc)
	n.Calls = append(n.Calls, call)
}

// call prints a call without its type, which is its column's:
//
//	STRING_AGG[1](name#2, ',') distinct filter (price#3 > 0) order (ts#1 desc last)
func (p *printer) call(c AggregateCall) string {
	s := wordSafe(c.Function, notFunctions)
	if c.Overload != 0 {
		s += "[" + strconv.Itoa(c.Overload) + "]"
	}
	s += "(" + p.exprs(c.Args) + ")"
	if c.Distinct {
		s += " distinct"
	}
	if c.Filter != nil {
		s += " filter (" + p.expr(c.Filter) + ")"
	}
	return s + p.order(c.OrderBy)
}

func readCall(sc *text.Scanner, env scalar.Env) AggregateCall {
	c := AggregateCall{Function: sc.Name()}
	c.User = env.Functions[c.Function]
	if sc.Accept("[") {
		c.Overload = sc.Int()
		sc.Expect("]")
	}
	c.Args = scalar.ReadList(sc, env)
	c.Distinct = sc.Accept("distinct")
	if sc.Accept("filter") {
		sc.Expect("(")
		c.Filter = scalar.Read(sc, env)
		sc.Expect(")")
	}
	c.OrderBy = readOrder(sc, env)
	return c
}

// order prints sort keys. Where NULLs go is left out where it is PostgreSQL's default.
func (p *printer) order(keys []SortKey) string {
	if len(keys) == 0 {
		return ""
	}
	parts := make([]string, len(keys))
	for i, key := range keys {
		parts[i] = p.expr(key.Expr)
		if key.Desc {
			parts[i] += " desc"
		}
		if key.NullsFirst != key.Desc {
			parts[i] += " " + nullsPlace(key.NullsFirst)
		}
	}
	return " order (" + strings.Join(parts, ", ") + ")"
}

func nullsPlace(first bool) string {
	if first {
		return "first"
	}
	return "last"
}

func readOrder(sc *text.Scanner, env scalar.Env) []SortKey {
	if !sc.Accept("order") {
		return nil
	}
	var keys []SortKey
	sc.Expect("(")
	for !sc.Is(")") && sc.Err() == nil {
		if len(keys) > 0 {
			sc.Expect(",")
		}
		key := SortKey{Expr: scalar.Read(sc, env), Desc: sc.Accept("desc")}
		key.NullsFirst = key.Desc
		if sc.Accept(nullsPlace(!key.Desc)) {
			key.NullsFirst = !key.Desc
		}
		keys = append(keys, key)
	}
	sc.Expect(")")
	return keys
}

func (p *printer) exprs(list []scalar.Expr) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = p.expr(e)
	}
	return strings.Join(parts, ", ")
}

// amount prints a word and a number; nothing for 0.
func amount(word string, n int64) string {
	if n == 0 {
		return ""
	}
	return word + strconv.FormatInt(n, 10)
}

func readAmount(sc *text.Scanner, word string) int64 {
	if !sc.Accept(word) {
		return 0
	}
	return int64(sc.Int())
}

// readWord reads one of the words, whose places are the values of a type.
func readWord[T ~uint8](sc *text.Scanner, words []string) T {
	for i, word := range words {
		if sc.Accept(word) {
			return T(i)
		}
	}
	sc.Fail("expected %s", strings.Join(words, ", "))
	return 0
}
