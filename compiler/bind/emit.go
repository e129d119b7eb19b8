package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/logical"
)

// When groups are emitted: FINAL where they have a window, CHANGES where not, and at first sight where nothing about a group can
// change (SELECT DISTINCT). EMIT overrides this for the query that it stands behind. What can't take updates, a window or a
// sorting above, makes the groups below it FINAL, as long as no EMIT says otherwise; and a sorting even then.

// chooseEmit sets how an Aggregate that was just built emits.
func (q *selection) chooseEmit(a *logical.Aggregate) {
	switch {
	case q.emit != nil && q.emit.Final, q.emit == nil && a.Window != nil:
		a.Emit = logical.EmitFinal
	default:
		a.Emit = logical.EmitChanges
	}
	if q.emit != nil {
		q.told[a] = q.emit.Span()
	}
	q.completeEmit(a)
}

// completeEmit sets what follows from how an Aggregate emits. Windows forget their groups by themselves, and a result that comes
// at the end needs all of them.
func (b *binder) completeEmit(a *logical.Aggregate) {
	if len(a.Calls) == 0 && a.Window == nil && a.Emit != logical.EmitFinal {
		a.Emit = logical.EmitFirst
		if a.Retracts() {
			a.Emit = logical.EmitChanges // a group may go again
		}
	}
	a.Changes = a.Emit.Mode()
	b.setTTL(a)
}

// emitted applies the EMIT of a query to groups that stand in its FROM, where it has none of its own.
func (b *binder) emitted(n logical.Node, emit *ast.Emit) logical.Node {
	if emit == nil || isBroken(n) {
		return n
	}
	r := reemit{b: b, emit: logical.EmitChanges, at: emit.Span(), done: map[logical.Node]logical.Node{}}
	if emit.Final {
		r.emit, r.deep = logical.EmitFinal, true
	}
	n = r.node(n)
	switch {
	case r.found:
	case r.once != nil:
		d := b.report(diag.EmitWithoutGroups, emit.Span(), "the first rows of windows are written once, when their window is over")
		note(d, r.once.Pos, "these are of windows")
		advise(d, "leave EMIT CHANGES out")
	default:
		b.emitWithoutGroups(emit, r.refused)
	}
	return n
}

// emitWithoutGroups reports an EMIT that changes nothing: refused is what an EMIT of their own keeps as it is.
func (b *binder) emitWithoutGroups(emit *ast.Emit, refused logical.Node) {
	word := emitWords(emit.Final)
	if refused != nil {
		d := b.report(diag.EmitWithoutGroups, emit.Span(), "%s can't change groups that say otherwise", word)
		note(d, b.told[refused], "%s says so here", emitWords(!emit.Final))
		advise(d, "leave one of them out")
		return
	}
	d := b.report(diag.EmitWithoutGroups, emit.Span(), "%s says when groups are written, and this query has none", word)
	advise(d, "leave it out: rows that aren't grouped don't change once they are written")
}

// appended makes the groups below a node that updates can't pass emit once, where nothing says otherwise.
func (b *binder) appended(n logical.Node) logical.Node {
	if isBroken(n) || n.Mode() == logical.Append {
		return n
	}
	r := reemit{b: b, emit: logical.EmitFinal, deep: true, below: true, done: b.finals}
	return r.node(n)
}

// settled makes the groups below a sorting emit once, even where an EMIT CHANGES says otherwise: the rows of a sorting come when nothing changes
// any more, so that nobody sees the changes before. Groups that are forgotten meanwhile keep theirs, since their last rows depend on it.
func (b *binder) settled(n logical.Node) logical.Node {
	n = b.appended(n)
	if isBroken(n) || n.Mode() == logical.Append {
		return n
	}
	r := reemit{b: b, emit: logical.EmitFinal, deep: true, below: true, unseen: true, done: b.sorted}
	return r.node(n)
}

// reemit rebuilds what is below a node with other emissions.
type reemit struct {
	b       *binder
	emit    logical.Emit
	at      diag.Span // of the EMIT that says so; none where nothing does
	deep    bool      // below the first groups too
	below   bool
	unseen  bool // changes that an EMIT asks for, too: nobody sees them
	found   bool
	refused logical.Node                  // groups with an EMIT of their own that says otherwise
	once    *logical.Top                  // first rows that can't be written with every change
	done    map[logical.Node]logical.Node // a node with two readers stays one
}

func (r *reemit) node(n logical.Node) logical.Node {
	if known, ok := r.done[n]; ok {
		r.found = true
		return known
	}
	rebuilt := r.rebuild(n)
	r.done[n] = rebuilt
	return rebuilt
}

func (r *reemit) rebuild(n logical.Node) logical.Node {
	a, isGroups := n.(*logical.Aggregate)
	t, isTop := n.(*logical.Top)
	inputs := n.Inputs()
	if !isGroups && !isTop || r.deep {
		outer := r.below
		r.below = r.below || isGroups
		inputs = r.nodes(inputs)
		r.below = outer
	}
	changed := false
	for i, input := range n.Inputs() {
		changed = changed || inputs[i] != input
	}
	switch {
	case isGroups:
		return r.groups(a, inputs[0], changed)
	case isTop:
		return r.top(t, inputs[0], changed)
	}
	if !changed {
		return n
	}
	return withMode(logical.WithInputs(n, inputs))
}

func (r *reemit) nodes(list []logical.Node) []logical.Node {
	rebuilt := make([]logical.Node, len(list))
	for i, n := range list {
		rebuilt[i] = r.node(n)
	}
	return rebuilt
}

// groups gives an Aggregate the emission, unless an EMIT of its own query has.
func (r *reemit) groups(a *logical.Aggregate, input logical.Node, changed bool) logical.Node {
	_, told := r.b.told[a]
	told = told && !(r.unseen && a.TTL == 0)
	if told && a.Emit != r.emit {
		r.refused = a
	} else {
		r.found = true
	}
	other := a.Emit != r.emit && !told
	if a.Emit == logical.EmitFirst && (r.below || r.emit == logical.EmitChanges) {
		other = false
	}
	if !other && !changed {
		return a
	}
	copied := *a
	copied.Input = input
	if other {
		copied.Emit = r.emit
	}
	r.b.completeEmit(&copied)
	if told {
		r.b.told[&copied] = r.b.told[a]
	}
	return &copied
}

// top gives a Top the emission, unless an EMIT has. What goes on when time has passed has no other.
func (r *reemit) top(t *logical.Top, input logical.Node, changed bool) logical.Node {
	at, told := r.b.told[t]
	told = told && !(r.unseen && t.TTL == 0)
	other := t.Emit != r.emit && !told && t.Time == nil
	switch {
	case told && t.Emit != r.emit:
		r.refused = t
	case t.Time == nil || r.emit == logical.EmitFinal:
		r.found = true
	default:
		r.once = t
	}
	if !other && !changed {
		return t
	}
	copied := *t
	copied.Input = input
	if other {
		copied.Emit, at = r.emit, r.at
	}
	r.b.completeTop(&copied)
	if !at.IsZero() {
		r.b.told[&copied] = at
	}
	return &copied
}

// withMode gives a node that was just built the changelog mode that its inputs have now.
func withMode(n logical.Node) logical.Node {
	mode := logical.ModeOver(n, n.Inputs())
	switch n := n.(type) {
	case *logical.Filter:
		n.Changes = mode
	case *logical.Project:
		n.Changes = mode
	case *logical.Watermark:
		n.Changes = mode
	case *logical.WindowAssign:
		n.Changes = mode
	case *logical.Union:
		n.Changes = mode
	case *logical.Sink:
		n.Changes = mode
	}
	return n
}

// checkChanges checks a node of the complete plan: what keeps rows takes no updates of them, and an end that never comes brings no
// result.
func (b *binder) checkChanges(n logical.Node) {
	switch n := n.(type) {
	case *logical.Aggregate:
		b.checkGroupsOfUpdates(n)
		b.checkEnds(n)
	case *logical.Over:
		b.checkAppend(n, n.Input, "OVER")
	case *logical.Top:
		b.checkAppend(n, n.Input, "OVER")
	case *logical.Sort:
		b.checkAppend(n, n.Input, "ORDER BY or LIMIT")
	case *logical.WindowAssign:
		b.checkAppend(n, n.Input, "a window")
	case *logical.Sink:
		b.checkKeyed(n)
	}
}

// checkGroupsOfUpdates reports groups that can't take back the rows that change: those of windows, and of aggregates that forget too
// much.
func (b *binder) checkGroupsOfUpdates(a *logical.Aggregate) {
	switch {
	case !a.Retracts() || b.reported[a]:
		return
	case a.Window != nil:
		b.checkAppend(a, a.Input, "a window")
		return
	}
	for _, call := range a.Calls {
		if aggregates.Retracts(call) {
			continue
		}
		b.reported[a] = true
		cause := updating(a.Input)
		what := call.Function
		if len(call.OrderBy) > 0 {
			what += " with ORDER BY inside"
		}
		d := b.report(diag.NeedsRetraction, call.Pos, "%s can't take back the rows of %s that change", what, causeWords(cause))
		note(d, cause.Span(), "these %s are emitted again with every change", causeWords(cause))
		if exact := exactly[call.Function]; exact != "" {
			advise(d, "write %s, or EMIT FINAL behind the inner query", exact)
			return
		}
		if f := call.User; f != nil && f.Aggregate.AddFails {
			advise(d, "write EMIT FINAL behind the inner query: %s.Add may refuse rows, and what was refused isn't taken back", f.Func)
			return
		}
		if f := call.User; f != nil {
			advise(d, "give %s a method Remove with the parameters of Add, or write EMIT FINAL behind the inner query", f.Func)
			return
		}
		advise(d, "write EMIT FINAL behind the inner query")
		return
	}
}

// exactly says what stands for an approximation.
var exactly = map[string]string{"APPROX_COUNT_DISTINCT": "COUNT(DISTINCT …)", "APPROX_PERCENTILE": "PERCENTILE_CONT(…)"}

// checkKeyed reports a union of groups that change on its way to a table: two of its arms may have rows of the same key, so that an
// update doesn't say which row it replaces.
func (b *binder) checkKeyed(sink *logical.Sink) {
	if sink.Mode() != logical.Retract || b.reported[sink] {
		return
	}
	b.reported[sink] = true
	union := unionOf(sink.Input)
	b.cause(b.report(diag.NeedsRetraction, union.Span(), "rows of %s that change have no key behind UNION ALL: table %s couldn't tell which row an update replaces", causeWords(updating(union)), sink.Table.Name), updating(union))
}

// unionOf is the union whose rows a node hands on.
func unionOf(n logical.Node) logical.Node {
	if _, ok := n.(*logical.Union); ok {
		return n
	}
	return unionOf(n.Inputs()[0])
}

// checkAppend reports updates that reach an operator that would have to take back what it did with the old rows.
func (b *binder) checkAppend(n, input logical.Node, what string) {
	if cause := updating(input); cause != nil && !b.reported[n] {
		b.reported[n] = true
		b.cause(b.report(diag.NeedsRetraction, n.Span(), "%s over %s that change would need retraction: a row that changes must be taken back first", what, causeWords(cause)), cause)
	}
}

// cause says which groups change, and how to have them complete instead.
func (b *binder) cause(d *diag.Diagnostic, cause logical.Node) {
	note(d, cause.Span(), "these %s are emitted again with every change", causeWords(cause))
	if at, told := b.told[cause]; told {
		note(d, at, "EMIT CHANGES says so here")
		advise(d, "write EMIT FINAL there, or group by a window of time")
		return
	}
	advise(d, "write EMIT FINAL behind the query, so that %s are complete before they go on, or %s by a window of time", causeWords(cause), groupWord(cause))
}

// causeWords names what changes.
func causeWords(cause logical.Node) string {
	if _, ok := cause.(*logical.Top); ok {
		return "first rows"
	}
	return "groups"
}

// groupWord is how rows are put together there.
func groupWord(cause logical.Node) string {
	if _, ok := cause.(*logical.Top); ok {
		return "partition"
	}
	return "group"
}

// updating finds the Aggregate or the Top whose updates a node passes on; nil for rows that are only added.
func updating(n logical.Node) logical.Node {
	if n.Mode() == logical.Append {
		return nil
	}
	switch n.(type) {
	case *logical.Aggregate, *logical.Top:
		return n
	}
	for _, input := range n.Inputs() {
		if a := updating(input); a != nil {
			return a
		}
	}
	return nil
}

// checkEnds warns of groups that are emitted at the end of an input that has none.
func (b *binder) checkEnds(a *logical.Aggregate) {
	if a.Emit != logical.EmitFinal || a.Window != nil || b.reported[a] {
		return
	}
	table := endless(a)
	if table == nil {
		return
	}
	b.reported[a] = true
	d := b.warn(diag.NeverEmitted, a.Pos, "these groups are emitted at the end of their input, and %s never ends", table.Name)
	note(d, table.Span, "table %s is declared here", table.Name)
	advise(d, "group by a window of time, or write EMIT CHANGES")
}

// emitWords is EMIT as it is written.
func emitWords(final bool) string {
	return map[bool]string{true: "EMIT FINAL", false: "EMIT CHANGES"}[final]
}
