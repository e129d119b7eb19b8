package logical

import "github.com/weirsql/weir/ir/scalar"

// Window assigns rows to windows of time. Windows are half open, [start, end), and aligned to 1970-01-01 plus Offset, as in
// Flink. All spans of time are in microseconds.
type Window struct {
	Kind   WindowKind
	Time   scalar.Expr // TIMESTAMP(0–6) or TIMESTAMP_LTZ(0–6), NOT NULL, over the input: what assigns a row; nil for Attached
	Size   int64       // of a tumbling, hopping or whole cumulating window; the gap of a session
	Slide  int64       // of a hopping window; the step of a cumulating one
	Offset int64
	// Lateness is SET 'window.allowed-lateness': for so long behind its end a window still takes rows.
	Lateness int64
	// Proctime says that Time is the clock of the machine: windows close by it, not by the watermark.
	Proctime bool
	// Carried says of a Proctime window that rows carry its time, or the window itself, from one below that has closed, instead of having that
	// of the moment when they come.
	Carried bool
	// Start and End are of an Attached window: columns of the input that a WindowAssign, or another windowed Aggregate, made.
	Start, End scalar.Expr
}

// WindowKind is a kind of window of time.
type WindowKind uint8

const (
	Tumble WindowKind = iota
	Hop
	Session
	Cumulate
	Attached // the input's rows carry their window: grouped by window_start and window_end
)

var windowKinds = [...]string{Tumble: "tumble", Hop: "hop", Session: "session", Cumulate: "cumulate", Attached: "attached"}

// String returns the kind in lower case.
func (k WindowKind) String() string { return windowKinds[k] }

// windowColumns are window_start, window_end and window_time, which is 1 ms before the end, as in Flink, and a time attribute.
const windowColumns = 3

// WindowAssign is a windowing table function that isn't grouped by its window: each row goes on once for each of its windows,
// with window_start, window_end and window_time behind the input's columns.
//
// Where a session begins and ends is known when it closes: the rows of a session wait for that, those of each value of PartitionBy apart,
// and go on by the time of the window.
type WindowAssign struct {
	Base
	Input       Node
	Window      *Window
	PartitionBy []scalar.Expr // of sessions
}

// Waits reports rows that are kept until their window closes.
func (n *WindowAssign) Waits() bool { return n.Window.Kind == Session }

func (n *WindowAssign) Inputs() []Node { return []Node{n.Input} }
func (n *Aggregate) Inputs() []Node    { return []Node{n.Input} }
