// Package spill keeps the groups of a table for which memory has no room in a store on disk, and brings them back when a row reaches them.
//
//	row ─▶ index ─┬─ found ──────────────────────────────────────▶ group
//	              └─ not found ─▶ filter ─┬─ not in the store ───▶ new group
//	                                      └─ may be ─▶ store.Get ─▶ new group, filled with what the store has
//	behind a batch: more groups than memory is for ─▶ the cold ones ─▶ store, in one batch
//
// What is in memory counts: the store's entry of a group that came back stays and is old, until the group goes out again. So what walks over a whole
// table takes the groups in memory first, and of the store those that aren't in memory.
//
// Which groups are cold is found by second chance: a hand goes round over the groups; one that rows have reached since it came by stays for
// another round (Corbató, A Paging Experiment with the Multics System, 1968).
//
// Keys of the store are
//
//	space (4 bytes)  kind (1 byte)  hash (8 bytes)  key columns       group, changed
//	space (4 bytes)  kind (1 byte)  slot (8 bytes)  hash (8 bytes)  key columns     age
//
// and a value is all of a group as checkpoints have it. Of the kinds, "group" is the table itself; "changed" has groups that went out since they changed
// and the next checkpoint must have; "age" says in which slot of time a group that went out may be forgotten.
package spill
