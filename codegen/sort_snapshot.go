package codegen

import "github.com/dave/jennifer/jen"

// A checkpoint has, of a Sort, the rows that came since the last one. Of a Sort by a time it leaves out those that have gone on meanwhile, and
// has how many rows OFFSET and LIMIT are still to count.

// sortSnapshotDeclarations are what a Sort adds to snapshot.go.
func (e *stateEmitter) sortSnapshotDeclarations() []jen.Code {
	var snapshot, restore []jen.Code
	writes, takes := "the rows that came since the last checkpoint", "rows of a checkpoint"
	switch {
	case e.letsThrough():
		writes, takes = "how many rows are still to count", "what a checkpoint has of that"
		snapshot, restore = e.codeCounts()
	case e.timed():
		e.codeRow(jen.Null(), e.input)
		snapshot, restore = e.codeTimed()
	default:
		e.codeRow(jen.Null(), e.input)
		snapshot, restore = e.codeGathered()
	}
	return []jen.Code{
		jen.Comment("// Snapshot writes " + writes + ".").Line().
			Func().Params(e.receiver()).Id("Snapshot").Params(jen.Id("to").Op("*").Add(symbol("snapshot.Writer"))).Block(snapshot...),
		e.resumeWaiting(e.timed()),
		jen.Comment("// Restore takes " + takes + ".").Line().
			Func().Params(e.receiver()).Id("Restore").Params(codec()).Block(restore...),
	}
}

func (e *stateEmitter) codeGathered() (snapshot, restore []jen.Code) {
	rows := jen.Id("s").Dot("rows")
	return []jen.Code{jen.Add(rows).Dot("Snapshot").Call(jen.Id("to"))}, []jen.Code{jen.Add(rows).Dot("Restore").Call(jen.Id("c"))}
}

// codeTimed makes what does it for a Sort by a time.
//
//	c := to.Kind(0, snapshot.Group)
//	c.Int64(&s.left)
//	to.End()
//	for _, row := range s.pending.Unsaved(to.All) {
//		row.Snapshot(to.Kind(0, snapshot.Row))
//		to.End()
//	}
func (e *stateEmitter) codeTimed() (snapshot, restore []jen.Code) {
	s := func(name string) *jen.Statement { return jen.Id("s").Dot(name) }
	end := jen.Id("to").Dot("End").Call()
	if e.limited() || e.state.Sort.Offset > 0 {
		var counts []jen.Code
		snapshot, counts = e.codeCounts()
		restore = []jen.Code{jen.If(jen.Id("c").Dot("Kind").Call().Op("==").Add(symbol("snapshot.Group"))).Block(append(counts[1:], jen.Return())...)}
	} else {
		restore = []jen.Code{jen.If(jen.Id("c").Dot("Kind").Call().Op("!=").Add(symbol("snapshot.Row"))).Block(jen.Id("c").Dot("Mismatch").Call(), jen.Return())}
	}
	snapshot = append(snapshot, jen.For(jen.List(jen.Id("_"), jen.Id("row")).Op(":=").Range().Add(s("pending")).Dot("Unsaved").Call(jen.Id("to").Dot("All"))).Block(
		jen.Id("row").Dot("Snapshot").Call(jen.Id("to").Dot("Kind").Call(jen.Lit(0), symbol("snapshot.Row"))),
		end))
	restore = append(restore,
		jen.Var().Id("row").Id(e.input.GoName),
		jen.Id("row").Dot("Snapshot").Call(jen.Id("c")),
		jen.If(jen.Id("settled").Op(":=").Add(e.settledTime()), jen.Id("settled").Op(">=").Add(s("resumed"))).Block(
			jen.Op("*").Add(s("pending")).Dot("Add").Call(jen.Id("settled")).Op("=").Id("row")))
	return snapshot, restore
}

// codeCounts makes what does it for how many rows are still to count. Restoring begins with a look at what the entry is.
func (e *stateEmitter) codeCounts() (snapshot, restore []jen.Code) {
	var counts []jen.Code
	count := func(name string) {
		counts = append(counts, jen.Id("c").Dot("Int64").Call(jen.Op("&").Id("s").Dot(name)))
	}
	if e.state.Sort.Offset > 0 {
		count("skip")
	}
	if e.limited() {
		count("left")
	}
	snapshot = append([]jen.Code{jen.Id("c").Op(":=").Id("to").Dot("Kind").Call(jen.Lit(0), symbol("snapshot.Group"))}, counts...)
	restore = append([]jen.Code{jen.If(jen.Id("c").Dot("Kind").Call().Op("!=").Add(symbol("snapshot.Group"))).Block(jen.Id("c").Dot("Mismatch").Call(), jen.Return())}, counts...)
	return append(snapshot, jen.Id("to").Dot("End").Call()), append(restore, e.enoughRestored()...)
}
