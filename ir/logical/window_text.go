package logical

import (
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
)

// window prints a window of time. What is 0 is left out.
//
//	hop size 60000000 slide 10000000 on ts#1
//	attached start window_start#2 end window_end#3
func (p *printer) window(w *Window) string {
	s := w.Kind.String() + amount(" size ", w.Size) + amount(" slide ", w.Slide) + amount(" offset ", w.Offset) + amount(" lateness ", w.Lateness)
	if w.Proctime {
		s += " proctime"
	}
	if w.Carried {
		s += " carried"
	}
	if w.Time != nil {
		s += " on " + p.expr(w.Time)
	}
	if w.Start != nil {
		s += " start " + p.expr(w.Start) + " end " + p.expr(w.End)
	}
	return s
}

func readWindow(sc *text.Scanner, env scalar.Env) *Window {
	w := &Window{Kind: readWord[WindowKind](sc, windowKinds[:])}
	w.Size = readAmount(sc, "size")
	w.Slide = readAmount(sc, "slide")
	w.Offset = readAmount(sc, "offset")
	w.Lateness = readAmount(sc, "lateness")
	w.Proctime = sc.Accept("proctime")
	w.Carried = sc.Accept("carried")
	if sc.Accept("on") {
		w.Time = scalar.Read(sc, env)
	}
	if sc.Accept("start") {
		w.Start = scalar.Read(sc, env)
		sc.Expect("end")
		w.End = scalar.Read(sc, env)
	}
	return w
}

// windowAssignHead prints which windows rows go on with, and of sessions whose.
//
//	window tumble size 60000000 on ts#1
//	window session size 60000000 on ts#1 partition (account#0)
func (p *printer) windowAssignHead(n *WindowAssign) string {
	return "window " + p.window(n.Window) + p.partition(n.PartitionBy)
}

// windowAssignOrigin prints what the columns behind the input's are.
func windowAssignOrigin(n *WindowAssign, i int) string {
	if i -= len(n.Input.Columns()); i >= 0 && i < windowColumns {
		return windowOrigins[i]
	}
	return ""
}
