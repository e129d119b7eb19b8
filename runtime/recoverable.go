package rt

import (
	"context"
	"encoding/json"
)

// ReplayableSource is a Source that can be read on from where a checkpoint left it.
type ReplayableSource interface {
	Source
	// Replayable says why what was read can't be read again after all, such as that it is a pipe; "" where it can.
	Replayable() string
	// Resume takes up the splits that a checkpoint left, in place of Splits. It fails where what they stand for has changed since in what
	// was read, or is gone.
	Resume(ctx context.Context, splits []SplitPosition, partitions int) ([]*Split, error)
}

// PositionReader is a Reader of a ReplayableSource.
type PositionReader interface {
	Reader
	// Position is what is left of the split behind the batch that Read filled last.
	Position() (SplitPosition, error)
}

// SplitPosition is what a checkpoint keeps of a split that isn't read to its end: enough to find it again, and to know it again.
type SplitPosition struct {
	ID       int    `json:"id"`
	Name     string `json:"name,omitempty"`
	Start    int64  `json:"start"` // where to read on
	End      int64  `json:"end"`
	Records  int64  `json:"records,omitempty"` // that are left; 0 for unknown
	Line     int64  `json:"line,omitempty"`    // number of the line at Start
	Header   string `json:"header,omitempty"`
	Identity []byte `json:"identity,omitempty"` // the source's own
}

// positionOf is the position of a split that isn't begun.
func positionOf(s *Split) SplitPosition {
	return SplitPosition{ID: s.ID, Name: s.Name, Start: s.Start, End: s.End, Records: s.Records, Line: s.Line, Header: s.Header, Identity: s.Identity}
}

// RecoverableSink is a Sink that can go back to a checkpoint: what was written behind it is taken back, and writing goes on from there.
type RecoverableSink interface {
	Sink
	// Recoverable says why what was written can't be taken back after all, such as that it is a pipe; "" where it can. It is asked
	// when the sink is open.
	Recoverable() string
	// Mark notes where the sink is: the writers have written what comes before a checkpoint, and nothing of what comes behind it.
	Mark() error
	// Position makes what was written before Mark durable, and returns what Restore needs to come back to it.
	Position() (json.RawMessage, error)
	// CanRestore says why Restore can't, as far as that shows without touching anything.
	CanRestore(position json.RawMessage, finished bool) error
	// Restore stands for Open where the job goes on from a checkpoint. finished: all was written then, and perhaps committed.
	Restore(ctx context.Context, partitions int, position json.RawMessage, finished bool) error
	// Suspend leaves what was written for Restore: it stands for Commit or Abort.
	Suspend() error
}

// SweepingSink is a RecoverableSink that may leave something outside of the checkpoint directory where it is killed. Sweep removes what has
// Table.Owner in its name, so that it is this job's, but for what is needed: that a checkpoint mentions. It comes before all sinks are opened.
type SweepingSink interface {
	Sweep(needed func(name string) bool) error
}

// BlockWriter is a Writer that keeps something back: EndBlock gives what it has to the sink.
type BlockWriter interface {
	EndBlock() error
}
