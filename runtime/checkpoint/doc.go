// Package checkpoint keeps a job's checkpoints in a directory: each is a manifest, and the segments of state that it names.
//
//	<dir>/LOCK                    held by the process that runs the job
//	<dir>/checkpoint-0000000042   manifest: what the job says of itself, and which segments its state is in
//	<dir>/segment-0000000042-003  entries that partition 3 wrote for checkpoint 42; read by later checkpoints too
//	<dir>/savepoint-<name>        manifest that is kept until somebody removes it
//
// Files are only ever written anew, never changed: a segment is complete and durable before a manifest names it, and a manifest
// appears under its name as a whole. So a checkpoint is there or it isn't, at whatever instant the process is killed or the power
// is cut. A file that no manifest names is left over, and goes when the next checkpoint is complete.
//
// Every byte is under a checksum (CRC-32C), together with where it belongs: a flipped bit, a cut file, a block or a file in
// another one's place are found before any of it is used.
//
// What entries mean is the state's business; the store keeps their order within a segment.
package checkpoint
