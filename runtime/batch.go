package rt

import (
	"bytes"
	"math"
)

// Batch is a run of records of one split, owned by one partition.
//
// A byte source fills Data with whole records, each ended by '\n' but for the last of the split, which may lack it. A
// generating source leaves Data nil and gives record numbers [First, First+Count). Generated code walks it:
//
//	for batch.Next() {
//		decodeOrder(batch.Record(), &row)
//	}
//
// The cursor lives in the batch, so that processing resumes behind a record that failed.
type Batch struct {
	Split *Split

	// What a Reader fills in.
	Data   []byte // records of a byte source; valid until the next Read
	Offset int64  // byte offset of Data[0] in the split's object, uncompressed
	Bytes  int64  // bytes of the object that this batch used up, compressed where it is
	First  int64  // generating source: number of the first record
	Count  int64  // generating source: how many records
	Idle   bool   // there was no more input at hand: outputs are flushed before the next Read, which may wait

	Watermark int64 // reserved for event time: the split's watermark after this batch, in microseconds
	Barrier   int64 // reserved for checkpoints: id of the checkpoint that ends behind this batch, 0 for none

	line  int64 // number of the line at Data[0], 0 for unknown
	blank int64 // empty lines passed over
	limit int64 // index at which Next pauses (--batch-size)
	pos   int   // next byte
	start int   // current record's first byte
	end   int   // current record's end, without line end
	index int64 // records handed out
}

// NewBatch returns a batch of records for use without a job: in tests of readers, decoders and partitions.
func NewBatch(data []byte) *Batch { return &Batch{Data: data, limit: math.MaxInt64, Split: &Split{}} }

// NewNumbers returns a batch of record numbers [first, first+count) for use without a job.
func NewNumbers(first, count int64) *Batch {
	return &Batch{First: first, Count: count, limit: count, Split: &Split{}}
}

// Next advances to the next record; false at the end of the batch. Empty lines are passed over.
func (b *Batch) Next() bool {
	if b.index >= b.limit {
		return false
	}
	for b.pos < len(b.Data) {
		start := b.pos
		end := start + bytes.IndexByte(b.Data[start:], '\n')
		b.pos = end + 1
		if end < start { // the split's last line may lack its end
			end, b.pos = len(b.Data), len(b.Data)
		}
		if end > start && b.Data[end-1] == '\r' {
			end--
		}
		if end > start {
			b.start, b.end = start, end
			b.index++
			return true
		}
		b.blank++
	}
	return false
}

// NextNumber advances a generating source's batch to the next record number; false at the end.
func (b *Batch) NextNumber() bool {
	if b.index >= b.limit {
		return false
	}
	b.index++
	return true
}

// Record is the current record's bytes, without its line end. It may be sliced but not kept: it points into the batch.
func (b *Batch) Record() []byte { return b.Data[b.start:b.end] }

// Number is the current record's number in a generating source: First plus its index.
func (b *Batch) Number() int64 { return b.First + b.index - 1 }

// RecordOffset is the byte offset of the current record in the split's object.
func (b *Batch) RecordOffset() int64 { return b.Offset + int64(b.start) }

// SkipLine says that Data starts behind a line that isn't a record: a header.
func (b *Batch) SkipLine() {
	if b.line > 0 {
		b.line++
	}
}

// recordLine is the current record's line number, 0 where it isn't known.
func (b *Batch) recordLine() int64 {
	if b.line == 0 {
		return 0
	}
	return b.line + b.index - 1 + b.blank
}

// clear empties the batch for the next Read and moves the line number behind what was read.
func (b *Batch) clear() {
	line := b.line
	if line > 0 {
		line += b.index + b.blank
	}
	*b = Batch{Split: b.Split, line: line}
}

// allow lets Next hand out up to count more records; 0 for all.
func (b *Batch) allow(count int64) {
	b.limit = math.MaxInt64
	if b.Data == nil {
		b.limit = b.Count
	}
	if count > 0 {
		b.limit = min(b.limit, b.index+count)
	}
}

// done reports that every record was handed out.
func (b *Batch) done() bool {
	if b.Data == nil {
		return b.index >= b.Count
	}
	return b.pos >= len(b.Data)
}

// takeWhole makes Data one record, already handed out: one that can't be read whole.
func (b *Batch) takeWhole() {
	b.start, b.end, b.pos = 0, len(b.Data), len(b.Data)
	b.index = 1
}
