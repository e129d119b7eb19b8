package rt

import "bytes"

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
	Data   []byte // records of a byte source; valid until the next Read
	First  int64  // number of the first record: within the split for a byte source, of the sequence for a generating one
	Count  int64  // generating source: how many records
	Offset int64  // byte offset of Data[0] in the split's object
	Split  *Split

	Watermark int64 // reserved for event time: the split's watermark after this batch, in microseconds
	Barrier   int64 // reserved for checkpoints: id of the checkpoint that ends behind this batch, 0 for none

	limit int64 // records that Next may still hand out before it pauses (--batch-size)
	pos   int   // next byte
	start int   // current record's first byte
	end   int   // current record's end, without line end
	index int64 // records handed out
}

// Next advances to the next record; false at the end of the batch. Empty lines are passed over.
func (b *Batch) Next() bool {
	for b.pos < len(b.Data) {
		b.start = b.pos
		n := bytes.IndexByte(b.Data[b.pos:], '\n')
		if n < 0 {
			b.end, b.pos = len(b.Data), len(b.Data)
		} else {
			b.end, b.pos = b.pos+n, b.pos+n+1
		}
		if b.end > b.start && b.Data[b.end-1] == '\r' {
			b.end--
		}
		if b.end > b.start {
			b.index++
			return true
		}
	}
	return false
}

// NextNumber advances a generating source's batch to the next record number; false at the end.
func (b *Batch) NextNumber() bool {
	if b.index >= b.Count {
		return false
	}
	b.index++
	return true
}

// Record is the current record's bytes, without its line end. It may be sliced but not kept: it points into the batch.
func (b *Batch) Record() []byte { return b.Data[b.start:b.end] }

// Number is the current record's number: First plus its index.
func (b *Batch) Number() int64 { return b.First + b.index - 1 }
