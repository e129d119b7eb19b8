package rt

import (
	"bytes"
	"math"
	"time"
)

// Batch is a run of records of one split, owned by one partition.
//
// A byte source fills Data with whole records, each ended by '\n' but for the last of the split, which may lack it. A
// generating source leaves Data nil and gives record numbers [First, First+Count). Generated code walks it:
//
//	for batch.More() {
//		decoder.decode(batch, &row)
//	}
//
// The cursor lives in the batch, so that processing resumes behind a record that failed.
type Batch struct {
	Split *Split

	// What a Reader fills in.
	Data   []byte        // records of a byte source; valid until the next Read
	Offset int64         // byte offset of Data[0] in the split's object, uncompressed
	Bytes  int64         // bytes of the object that this batch used up, compressed where it is
	First  int64         // generating source: number of the first record
	Count  int64         // generating source: how many records
	Idle   bool          // there was no more input at hand: outputs are flushed before the next Read, which may wait
	Wait   time.Duration // Read waits no longer for input, where it can: ErrNoRows; 0 for ever. Set by who calls it

	line  int64 // number of the line at Data[0], 0 for unknown
	blank int64 // empty lines passed over
	limit int64 // index at which Next pauses (--batch-size)
	pos   int   // next byte
	start int   // current record's first byte
	end   int   // current record's end, without line end
	index int64 // records handed out

	serial int64 // of what Read filled in, counted over all splits
}

// NewBatch returns a batch of records for use without a job: in tests of readers, decoders and partitions.
func NewBatch(data []byte) *Batch { return &Batch{Data: data, limit: math.MaxInt64, Split: &Split{}} }

// NewNumbers returns a batch of record numbers [first, first+count) for use without a job.
func NewNumbers(first, count int64) *Batch {
	return &Batch{First: first, Count: count, limit: count, Split: &Split{}}
}

// More reports whether there is another record, which Line or Take then makes the current one. Empty lines are passed over.
func (b *Batch) More() bool {
	if b.index < b.limit && b.pos < len(b.Data) && b.Data[b.pos] > '\r' {
		return true
	}
	return b.moreLines()
}

// moreLines is More where the next byte may be a line end.
func (b *Batch) moreLines() bool {
	if b.index >= b.limit {
		return false
	}
	for b.pos < len(b.Data) {
		n := lineEnd(b.Data[b.pos:])
		if n < 0 {
			return true
		}
		b.pos += n
		b.blank++
	}
	return false
}

// lineEnd returns the length of the line end that data starts with, -1 where it starts with something else. A return
// without a newline ends the last line of a split.
func lineEnd(data []byte) int {
	switch {
	case data[0] == '\n':
		return 1
	case data[0] != '\r':
		return -1
	case len(data) == 1:
		return 1
	case data[1] == '\n':
		return 2
	}
	return -1
}

// Line makes the next line the current record and returns its text.
func (b *Batch) Line() string {
	start := b.pos
	end := start + bytes.IndexByte(b.Data[start:], '\n')
	b.pos = end + 1
	if end < start { // the split's last line may lack its end
		end, b.pos = len(b.Data), len(b.Data)
	}
	if end > start && b.Data[end-1] == '\r' {
		end--
	}
	b.start, b.end = start, end
	b.index++
	return Text(b.Data[start:end])
}

// Rest is the text from the next record to the end of the batch. A decoder that finds the record's end by reading it takes the
// record from there, and saves a look over the whole line.
func (b *Batch) Rest() string { return Text(b.Data[b.pos:]) }

// Take makes the first n bytes of Rest the current record, if they are a whole line, and reports whether they are.
func (b *Batch) Take(n int) bool {
	if n < 0 {
		return false
	}
	end := b.pos + n
	next := end + 1
	if end >= len(b.Data) {
		next = end
	} else if b.Data[end] != '\n' {
		length := lineEnd(b.Data[end:])
		if length < 0 {
			return false
		}
		next = end + length
	}
	b.start, b.end, b.pos = b.pos, end, next
	b.index++
	return true
}

// Serial tells what Read filled in from what it filled in before.
func (b *Batch) Serial() int64 { return b.serial }

// Position is where in Data the next record begins.
func (b *Batch) Position() int { return b.pos }

// TakeTo makes the text from Position to end the current record; the next one begins at next. The caller has found the line's end.
func (b *Batch) TakeTo(end, next int) {
	b.start, b.end, b.pos = b.pos, end, next
	b.index++
}

// Left is how many more records may be taken before the batch is to be put aside for a while.
func (b *Batch) Left() int { return int(min(b.limit-b.index, math.MaxInt32)) }

// TakeLines makes the next lines records, the last one, from start on, the current one; the next record begins at next. The caller has found that
// all of them are records, no more than Left, and that each ends in '\n' alone.
func (b *Batch) TakeLines(count, start, next int) {
	b.start, b.end, b.pos = start, next-1, next
	b.index += int64(count)
}

// Next advances to the next record; false at the end of the batch. Empty lines are passed over.
func (b *Batch) Next() bool {
	if !b.More() {
		return false
	}
	b.Line()
	return true
}

// NextNumber advances a generating source's batch to the next record number; false at the end.
func (b *Batch) NextNumber() bool {
	if b.index >= b.limit {
		return false
	}
	b.index++
	return true
}

// TakeNumbers makes the next numbers records, no more than Left, and the last of them the current one: [from, to).
func (b *Batch) TakeNumbers() (from, to int64) {
	from, to = b.First+b.index, b.First+b.limit
	b.index = b.limit
	return from, to
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

// lineBehind is the number of the line behind what was read; 0 where it isn't known.
func (b *Batch) lineBehind() int64 {
	if b.line == 0 {
		return 0
	}
	return b.line + b.index + b.blank
}

// begin makes it the batch of a split, of which nothing is read yet.
func (b *Batch) begin(split *Split) { *b = Batch{Split: split, line: split.Line, serial: b.serial} }

// clear empties the batch for the next Read.
func (b *Batch) clear() { *b = Batch{Split: b.Split, line: b.lineBehind(), serial: b.serial + 1} }

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
