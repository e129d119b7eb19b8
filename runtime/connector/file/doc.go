// Package file reads and writes files: one, many by a glob, or standard input and output; plain or compressed.
//
//	path ─list─▶ files, which are splits ─▶ plain ones in byte ranges, others whole ─▶ reader: blocks of whole lines
//	writer ─whole records, at an offset reserved by one atomic add─▶ .out.jsonl.….tmp ─fsync, rename at commit─▶ out.jsonl
//
// Where partitions read a plain file in turn, a range owns the records that start in it.
//
// A sink's file appears under its name when the job is complete, and replaces what was there. Partitions write it
// together, without a lock: each reserves room for a block of whole records. So a block keeps a partition's order, and
// blocks of several partitions interleave; 'sink.file-per-partition' gives each partition a file of its own. Devices,
// pipes and standard output are written at once, since they can't be renamed.
//
// Compressed files are written in members of a few megabytes, which gzip and zstd read as one file.
package file
