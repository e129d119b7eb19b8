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
	if cause == nil || takesUpdates(sink.Table) || b.reported[cause] {
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
