package bind

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// checkPlan checks the complete plan: what one statement alone can't know, since a view's groups may be made FINAL by who reads them.
// Beside an error the plan isn't complete.
func (b *binder) checkPlan() {
	if b.found.HasErrors() || b.opts.Incomplete {
		return
	}
	for _, n := range b.plan.Nodes() {
		b.checkChanges(n)
	}
	for _, sink := range b.plan.Sinks {
		b.checkSinkTakes(sink)
	}
	b.checkNeeds()
}

// checkSinkTakes reports groups that are emitted with every change into a sink that can only add rows.
func (b *binder) checkSinkTakes(sink *logical.Sink) {
	cause := updating(sink)
	if cause == nil || b.reported[cause] {
		return
	}
	if takesUpdates(sink.Table) {
		b.checkKeyWritten(sink, cause)
		return
	}
	b.reported[cause] = true
	d := b.report(diag.SinkTakesNoUpdates, cause.Span(), "these %s are emitted again with every change, and table %s can only add rows: %s", causeWords(cause), sink.Table.Name, describeSink(sink.Table))
	note(d, sink.Table.Span, "table %s is declared here", sink.Table.Name)
	if at, told := b.told[cause]; told {
		note(d, at, "EMIT CHANGES says so here")
	}
	once := "write EMIT FINAL behind the query, for one row of each group"
	if _, first := cause.(*logical.Top); first {
		once = "PARTITION BY window_start, window_end, so that they are written once"
	}
	if sink.Table.Format == "raw" {
		advise(d, "%s; or use 'format' = 'debezium-json', or 'json' with 'changelog.column' = 'op'", once)
		return
	}
	advise(d, "%s; or add 'changelog.column' = 'op', or 'format' = 'debezium-json', to %s", once, sink.Table.Name)
}

// takesUpdates reports a sink that can say what kind of change a row is, or that nobody reads twice.
func takesUpdates(t *logical.Table) bool {
	if t.Connector == "print" || t.Connector == "blackhole" || t.Format == "debezium-json" {
		return true
	}
	for _, o := range t.Options {
		if o.Key == "changelog.column" {
			return true
		}
	}
	return false
}

func describeSink(t *logical.Table) string {
	if t.Format == "" {
		return "it is connector '" + t.Connector + "'"
	}
	return "it is connector '" + t.Connector + "' with format '" + t.Format + "'"
}

// checkKeyWritten warns of updates in a file that don't say which row they are about: who reads it can't tell.
func (b *binder) checkKeyWritten(sink *logical.Sink, cause logical.Node) {
	if sink.Table.Connector != "file" {
		return
	}
	for _, key := range changeKey(sink, cause) {
		column := cause.Columns()[key]
		if isGroupingSet(cause, key) || writes(sink.Input, cause, key) {
			continue
		}
		d := b.warn(diag.KeyNotWritten, cause.Span(), "%s tells these %s apart, and table %s doesn't get it: its rows don't say which earlier row they replace", column.Name, causeWords(cause), sink.Table.Name)
		note(d, sink.Table.Span, "table %s is declared here", sink.Table.Name)
		advise(d, "add %s to SELECT and to the table", column.Name)
		return
	}
}

// changeKey are the columns that say which row a change replaces. First rows whose number isn't written come and go instead, but for a
// single one of each partition.
func changeKey(sink *logical.Sink, cause logical.Node) []int {
	t, ok := cause.(*logical.Top)
	if ok && t.Rows > 1 && !writes(sink.Input, cause, len(t.Cols)-1) {
		return nil
	}
	if ok && t.Rows == 1 {
		unnumbered := *t
		unnumbered.Numbered = false
		return logical.UpsertKey(&unnumbered)
	}
	return logical.UpsertKey(cause)
}

// isGroupingSet reports the key that grouping sets add, which no query can name.
func isGroupingSet(cause logical.Node, key int) bool {
	a, groups := cause.(*logical.Aggregate)
	if !groups {
		return false
	}
	union, ok := a.Input.(*logical.Union)
	return ok && key == len(a.Keys)-1 && union.Columns()[len(union.Columns())-1].Name == groupingSet
}

// writes reports whether some column of a node is a key of the groups, or first rows, below it.
func writes(n, cause logical.Node, key int) bool {
	for i := range n.Columns() {
		below, at, ok := n, i, true
		for ok && below != cause {
			below, at, ok = passedOn(below, at)
		}
		if ok && at == key {
			return true
		}
	}
	return false
}
