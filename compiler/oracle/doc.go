// Package oracle holds tests that judge compiled expressions by others: the examples of the table of functions by what
// the table says, thousands of random expressions and casts by PostgreSQL.
//
//	expressions ──▶ one SELECT of one job ──compile, build, run──▶ values ─┐
//	            └─▶ the same SELECT in PostgreSQL ─────────────────▶ values ┴─▶ equal?
package oracle
