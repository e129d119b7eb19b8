package rt

import (
	"context"
	"errors"
)

// Split is a unit of a source's input: a file, a share of a sequence. Time stands until all splits are begun; within one it passes in the order of its
// rows. What a Reader is given is all of a split, or a range of it, which is a Split with the same ID.
type Split struct {
	ID       int
	Name     string         // shown in messages: a path; "" where numbers of records say it all
	Start    int64          // first byte, or first number
	End      int64          // one past the last; -1 for unknown or endless
	Range    int64          // partitions may take it in turn, in ranges of so many bytes or numbers; 0 where one reads all of it
	Bytes    int64          // how much there is to read of the object, for the progress bar; 0 for unknown
	Records  int64          // how many records there are, for the progress bar; 0 for unknown
	Line     int64          // number of the first line, from 1; 0 where it isn't known
	Metadata map[string]any // by METADATA key, constant within a split
	Header   string         // first line of the object where the format has a header line ('csv.header'): not a record
	Identity []byte         // of what the split is a part of, as JSON: what a checkpoint knows it again by
}

// ranges is in how many ranges partitions may take the split.
func (s *Split) ranges() int64 {
	if s.Range == 0 || s.End-s.Start <= s.Range {
		return 1
	}
	return (s.End - s.Start + s.Range - 1) / s.Range
}

// Source is one external table that a job reads. The coordinator lists its splits once and hands them out to partitions.
type Source interface {
	// Splits opens the source far enough to list its units, in the order they are to be read. It fails with a message that
	// names the object and the table.
	Splits(ctx context.Context, partitions int) ([]*Split, error)
	// NewReader returns a reader for one partition's exclusive use.
	NewReader() (Reader, error)
}

// SourceCommitter is a Source that keeps its position outside the job. Commit comes behind the commit of every sink.
type SourceCommitter interface {
	Commit(ctx context.Context) error
}

// Reader reads the splits that one partition is given, one after another, or ranges of them.
type Reader interface {
	// Open starts a split, or a range of one.
	Open(ctx context.Context, split *Split) error
	// Read fills the batch, which comes empty, with the next records of the split, or returns io.EOF at its end, with no
	// records. A *RecordError says that Data is the start of one record that can't be read whole: reading goes on behind
	// it. When ctx is done while it waits for input, Read returns ctx.Err(): the job drains.
	Read(ctx context.Context, batch *Batch) error
	Close() error
}

// ErrNoRows says that there was nothing to read for Batch.Wait. Read is called again.
var ErrNoRows = errors.New("nothing to read yet")

// LineCounter is a Reader that can tell a line's number where its split doesn't start at the first one. It is asked for
// records that failed alone.
type LineCounter interface {
	// Line returns the number of the line at a byte offset, from 1; 0 where it can't be told.
	Line(split *Split, offset int64) int64
}

// Sink is one external table that a job writes.
//
// The lifecycle is Open, NewWriter for each partition of each stage, and when all writers are closed Commit. Abort stands
// for whatever of it was not reached, Open included, when the job fails. Nothing is visible under its final name before
// Commit.
type Sink interface {
	Open(ctx context.Context, partitions int) error
	NewWriter(partition int) (Writer, error)
	Commit(ctx context.Context) error
	Abort() error
}

// TerminalSink is a Sink that may write to a terminal, where a progress bar would stand in the way.
type TerminalSink interface {
	OnTerminal() bool
}

// ImmediateSink is a Sink whose records may be seen at once and are never taken back: a screen, a pipe. A job that fails
// gives it all records that were processed before.
type ImmediateSink interface {
	Immediate() bool
}

// Writer takes one partition's encoded records, whole records per block. It must not keep the block.
type Writer interface {
	Write(ctx context.Context, block []byte) error
	Close(ctx context.Context) error // flushes; the sink's Commit comes later
}

// Partition is generated: the fused operators of one stage, run by one goroutine.
type Partition interface {
	// Process takes the batch's records from its cursor on, until Next is false. A record that fails to decode is reported
	// by Reject; one whose expressions fail panics with *RecordError, and the runtime rejects it and calls Process again.
	// The runtime may also call it again for the rest of a long batch.
	Process(batch *Batch) error
}

// Advancer is a Partition with state. Advance brings it to a watermark: what is complete by then is emitted, or sent on. At
// EndOfTime everything is. A result whose expressions fail panics with *RecordError; Advance is called again with the same
// watermark, and goes on behind it.
type Advancer interface {
	Advance(watermark int64) error
}
