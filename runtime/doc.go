// Package rt is what a generated job is linked with: batches, readers and writers, partitions, the coordinator,
// statistics and the life of a job from flags to exit code. Formats, connectors and the scalar library are packages
// below it, linked only where a job's SQL names them.
//
//	Source ─splits─▶ coordinator ─range─▶ partition: Reader ─Batch─▶ Partition.Process ─bytes─▶ Output ─block─▶ Writer ─▶ Sink
//
// Its import path ends in "runtime"; import it as rt.
//
// # What generated code uses
//
//	job.go       func Job() *rt.Job             tables (rt.SourceTable, rt.SinkTable) and stages (rt.Stage), as data
//	             const _ = rt.GeneratedCodeVersion1
//	main.go      os.Exit(rt.Main(job.Job()))
//	pipeline.go  newOrders(ctx *rt.StageContext) (rt.Partition, error); ctx.Output("high_value") is a *rt.Output
//	             batch.More with batch.Rest and Take, or Line; from a generating source batch.NextNumber, batch.Number
//	             ctx.Reject(batch, err) where a record can't be decoded
//	             out.Buf = append…(out.Buf, &row); out.Wrote(); out.Filtered++
//	exprs.go     rt.FailRecord, rt.FailRecordf and rt.Check panic with *rt.RecordError
//	in-process   ctx := rt.InProcess("high_value"); rt.Try(func() error { return p.order(&row) })
//
// A connector is a function from a *Table, which holds the resolved options, to a Source or a Sink.
//
// # The life of a job
//
//	open sources and sinks → partitions: (read → process → write)* → flush → commit sinks → commit sources → close
//
// A split, or the next range of one, goes to the next partition that asks. Each partition owns its reader, its pipeline, its outputs and its writers;
// partitions share no lock and no channel. Outputs are written when their buffer is full, at the end, and after each batch
// of a source that has nothing more at hand (Batch.Idle), so that what is piped in comes out at once.
//
// A failure anywhere aborts the sinks instead: nothing appears under a sink's final name. The first SIGINT or SIGTERM
// ends the reading at a batch's end and then takes the same way as the end of the input; the second one exits at once.
//
// # A record that fails
//
// A decoder's error reaches StageContext.Reject; an expression panics with *RecordError, and so may a user function with
// anything. The partition recovers outside the loop, finds the SQL position on the panic's stack (generated expressions
// stand under //line directives), does what the policy says (Fail, Skip, DeadLetter) and calls Process again, whose
// batch goes on behind that record. A panic outside of a record's work is a bug and ends the job.
package rt
