// Package datagen is a source that makes records. What stands in a record is a pure function of the seed, the column and
// the record's number, so the same SQL gives the same rows for any number of partitions; only times lie relative to the
// job's start.
//
// The source hands out record numbers. A generated partition has one field per column, made when the job starts, since
// its options may come from the environment, and asks it for the value of each number:
//
//	fields := datagen.NewFields(ctx.Source)
//	p.orderID = datagen.NewInteger[int64](fields, "order_id")   // 'fields.order_id.kind', '….start', '….min', …
//	…
//	return p, fields.Err()
//
//	for batch.NextNumber() {
//		n := batch.Number()
//		row.OrderID = p.orderID.At(n)
//		row.Note = p.note.NullAt(&p.scratch, n)
package datagen
