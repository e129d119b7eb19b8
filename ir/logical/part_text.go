package logical

import (
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
)

// The texts of what physical plans have as logical ones do. spans adds positions, as PrintSpans does.

// WindowText prints a window of time, which ReadWindow reads back.
func WindowText(w *Window, spans bool) string { return (&printer{spans: spans}).window(w) }

// ReadWindow reads a window of time over the columns of env.
func ReadWindow(sc *text.Scanner, env scalar.Env) *Window { return readWindow(sc, env) }

// OrderText prints sort keys, nothing for none. ReadOrder reads it back.
func OrderText(keys []SortKey, spans bool) string { return (&printer{spans: spans}).order(keys) }

// ReadOrder reads sort keys.
func ReadOrder(sc *text.Scanner, env scalar.Env) []SortKey { return readOrder(sc, env) }

// CallText prints a call without its type, with its position. ReadCall reads it back.
func CallText(c AggregateCall, spans bool) string {
	p := &printer{spans: spans}
	return p.call(c) + p.span(c.Pos)
}

// ReadCall reads a call, without its type.
func ReadCall(sc *text.Scanner, env scalar.Env) AggregateCall {
	c := readCall(sc, env)
	c.Pos = ReadSpan(sc)
	return c
}

// OverCallText prints a call with its frame. ReadOverCall reads it back.
func OverCallText(c OverCall, spans bool) string { return (&printer{spans: spans}).overCall(c) }

// ReadOverCall reads a call with its frame, without its type.
func ReadOverCall(sc *text.Scanner, env scalar.Env) OverCall { return readOverCall(sc, env) }

// TotalsText prints the numbers of grouping sets without keys, nothing for none. ReadTotals reads it back.
func TotalsText(sets []int64) string { return totalsText(sets) }

// ReadTotals reads the numbers of grouping sets.
func ReadTotals(sc *text.Scanner) []int64 { return readTotals(sc) }

// ReadEmit reads when rows go on.
func ReadEmit(sc *text.Scanner) Emit { return readWord[Emit](sc, emits[:]) }

// LimitText prints a LIMIT, nothing for NoLimit. ReadLimit reads it back.
func LimitText(limit int64) string { return limitText(limit) }

// ReadLimit reads a LIMIT; NoLimit where there is none.
func ReadLimit(sc *text.Scanner) int64 { return readLimit(sc) }

// AmountText prints a word and a number, nothing for 0: " ttl 5". ReadAmount reads it back.
func AmountText(word string, n int64) string { return amount(" "+word+" ", n) }

// ReadAmount reads a number behind its word; 0 where the word isn't there.
func ReadAmount(sc *text.Scanner, word string) int64 { return readAmount(sc, word) }
