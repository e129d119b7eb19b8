package clause

import "github.com/weirsql/weir/compiler/diag"

// over reads what stands behind OVER: a name, or a window in parentheses. Its expressions are appended to args.
func (r *rewriter) over(args *[]string) *Window {
	if r.Token(0).IsName() {
		r.At++
		return &Window{Range: r.since(r.At - 1), Ref: r.At - 1}
	}
	return r.window(args)
}

// window reads ([name] [PARTITION BY …] [ORDER BY …] [frame]). ROWS WINDOW BUFFER may stand anywhere in it.
func (r *rewriter) window(args *[]string) *Window {
	open := r.At
	r.Expect("(")
	w := &Window{Ref: None}
	if r.Token(0).IsName() && !r.windowClauseAhead() {
		r.At++
		w.Ref = r.At - 1
	}
	r.buffer(w)
	if r.Accept("PARTITION", "BY") {
		items := r.list(r.expr, ")")
		w.PartitionBy = len(items)
		*args = append(*args, items...)
	}
	r.buffer(w)
	if r.Is("ORDER", "BY") {
		w.OrderBy = r.sorts(args)
	}
	r.buffer(w)
	if r.IsAny(0, "ROWS", "RANGE", "GROUPS") {
		w.Frame = r.frame(args)
	}
	r.Close(open, "PARTITION BY", "ORDER BY", "ROWS", "RANGE")
	w.Range = r.since(open)
	return w
}

func (r *rewriter) windowClauseAhead() bool {
	return r.Is("PARTITION", "BY") || r.Is("ORDER", "BY") || r.IsAny(0, "ROWS", "RANGE", "GROUPS") && !r.IsAt(1, ")")
}

// buffer reads ROWS WINDOW BUFFER n ROWS, if it is next.
func (r *rewriter) buffer(w *Window) {
	if !r.Is("ROWS", "WINDOW", "BUFFER") {
		return
	}
	first := r.At
	if w.Buffer != nil {
		r.Fail(diag.ClauseTwice, r.Token(0).Span, "ROWS WINDOW BUFFER stands twice in this window", "")
	}
	r.At += 3
	w.BufferRows = r.At
	if r.Next().Kind != Number {
		r.At--
		r.Unexpected("a number of rows")
	}
	r.Expect("ROWS")
	buffer := r.since(first)
	w.Buffer = &buffer
}

// frame reads ROWS|RANGE|GROUPS bound, or BETWEEN bound AND bound.
func (r *rewriter) frame(args *[]string) *Frame {
	first := r.At
	f := &Frame{Unit: r.Next().Value}
	if r.Accept("BETWEEN") {
		f.Start = r.bound(args)
		r.Expect("AND")
		f.End = r.bound(args)
	} else {
		f.Start = r.bound(args)
		f.End = Bound{Kind: "CURRENT ROW", Range: f.Start.Range}
	}
	if r.Accept("EXCLUDE") {
		f.Exclude = r.exclusion()
	}
	f.Range = r.since(first)
	return f
}

// exclusion reads what stands behind EXCLUDE.
func (r *rewriter) exclusion() string {
	what := r.Token(0).Value
	switch {
	case r.Accept("CURRENT", "ROW"), r.Accept("NO", "OTHERS"), r.Accept("GROUP"), r.Accept("TIES"):
	default:
		r.Unexpected("CURRENT ROW", "GROUP", "TIES", "NO OTHERS")
	}
	return what
}

// bound reads one end of a frame.
func (r *rewriter) bound(args *[]string) Bound {
	first := r.At
	b := Bound{}
	switch {
	case r.Accept("CURRENT", "ROW"):
		b.Kind = "CURRENT ROW"
	case r.IsAny(0, "UNBOUNDED") && r.IsAny(1, "PRECEDING", "FOLLOWING"):
		b.Kind = "UNBOUNDED " + r.Token(1).Value
		r.At += 2
	default:
		b.Offset = true
		*args = append(*args, r.expr())
		b.Kind = r.Token(0).Value
		if !r.Accept("PRECEDING") {
			r.Expect("FOLLOWING")
		}
	}
	b.Range = r.since(first)
	return b
}

// windowKinds are the streaming windows of the WINDOW clause.
var windowKinds = set("TUMBLING TUMBLE HOPPING HOP SLIDING SESSION CUMULATING CUMULATE")

// windowClause reads WINDOW TUMBLING (…), or the standard's WINDOW w AS (…), …. Each is emitted behind the items of GROUP BY.
func (r *rewriter) windowClause() []string {
	first := r.At
	r.At++
	if windowKinds[r.Token(0).Value] && r.IsAt(1, "(") {
		return []string{r.streamWindow(first)}
	}
	if !r.IsAt(1, "AS") {
		r.Unexpected("TUMBLING", "HOPPING", "SLIDING", "SESSION", "CUMULATING", "a window name and AS")
	}
	return r.list(func() string {
		first := r.At
		r.Name("a window name")
		r.Expect("AS")
		var args []string
		window := r.window(&args)
		return r.call(NamedWindow{r.since(first), first, window}, args...)
	}, ";", ")")
}

// streamWindow reads TUMBLING (ts, size) and its kin; sizes may be durations such as 1m, or ksqlDB's SIZE 1 MINUTE.
func (r *rewriter) streamWindow(first int) string {
	kind := r.Next().Value
	open := r.At
	r.At++
	outer := r.durations
	r.durations = true
	args := r.list(r.windowArgument, ")")
	r.durations = outer
	r.Close(open, ",")
	return r.call(WindowClause{r.since(first), kind}, args...)
}

// windowArgument reads one argument of a streaming window.
func (r *rewriter) windowArgument() string {
	if r.Is("SIZE") && r.Token(1).Kind == Number {
		r.At++
	}
	if r.Is("ADVANCE", "BY") {
		r.At += 2
	}
	if r.Is("GRACE", "PERIOD") || r.Is("RETENTION") && r.Token(1).Kind == Number {
		r.Fail(diag.UnsupportedSyntax, r.Token(0).Span, r.Token(0).Text+" is not supported here", "lateness is a matter of the table's WATERMARK")
	}
	if r.Token(0).Kind == Number && r.Token(1).Unit() != "" {
		r.At += 2
		return r.mark(Interval{Range: r.since(r.At - 2), Value: r.Token(-2).Text, From: r.Token(-1).Unit()})
	}
	return r.expr()
}
