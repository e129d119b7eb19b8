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
		b.checkSessions(n)
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
	d := b.report(diag.SinkTakesNoUpdates, cause.Pos, "these groups are emitted again with every change, and table %s can only add rows: %s", sink.Table.Name, describeSink(sink.Table))
	note(d, sink.Table.Span, "table %s is declared here", sink.Table.Name)
	if at, told := b.told[cause]; told {
		note(d, at, "EMIT CHANGES says so here")
	}
	if sink.Table.Format == "raw" {
		advise(d, "write EMIT FINAL behind the query, for one row of each group; or use 'format' = 'debezium-json', or 'json' with 'changelog.column' = 'op'")
		return
	}
	advise(d, "write EMIT FINAL behind the query, for one row of each group; or add 'changelog.column' = 'op', or 'format' = 'debezium-json', to %s", sink.Table.Name)
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
func (b *binder) checkKeyWritten(sink *logical.Sink, cause *logical.Aggregate) {
	if sink.Table.Connector != "file" {
		return
	}
	keys := len(cause.Keys)
	if cause.Window != nil {
		keys++ // window_start
	}
	for key := range keys {
		column := cause.Cols[key]
		if isGroupingSet(cause, key) || writes(sink.Input, cause, key) {
			continue
		}
		d := b.warn(diag.KeyNotWritten, cause.Pos, "%s tells these groups apart, and table %s doesn't get it: its rows don't say which earlier row they replace", column.Name, sink.Table.Name)
		note(d, sink.Table.Span, "table %s is declared here", sink.Table.Name)
		advise(d, "add %s to SELECT and to the table", column.Name)
		return
	}
}

// isGroupingSet reports the key that grouping sets add, which no query can name.
func isGroupingSet(a *logical.Aggregate, key int) bool {
	union, ok := a.Input.(*logical.Union)
	return ok && key == len(a.Keys)-1 && union.Columns()[len(union.Columns())-1].Name == groupingSet
}

// writes reports whether some column of a node is a key of the groups below it.
func writes(n logical.Node, cause *logical.Aggregate, key int) bool {
	for i := range n.Columns() {
		below, at, ok := n, i, true
		for ok && below != logical.Node(cause) {
			below, at, ok = passedOn(below, at)
		}
		if ok && at == key {
			return true
		}
	}
	return false
}
