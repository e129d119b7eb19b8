// Package rt is what a generated job is linked with: batches, readers and writers, partitions, the coordinator,
// statistics and the life of a job from flags to exit code. Formats, connectors and the scalar library are packages
// below it, linked only where a job's SQL names them.
//
//	Source ─splits─▶ coordinator ─split─▶ partition: Reader ─Batch─▶ Partition.Process ─bytes─▶ Output ─block─▶ Writer ─▶ Sink
//
// Its import path ends in "runtime"; import it as rt.
package rt
