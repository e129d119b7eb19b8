// Package state holds what the tables of groups of generated code are made of: hashes, an index by hash, pages of groups, text
// that outlives its batch.
//
//	key ──Hash…──▶ hash ──Index──▶ number of the group ──Pages──▶ *group
//
// The table itself, with the comparison of keys, is generated for the job's own key, so that both are in line.
package state
