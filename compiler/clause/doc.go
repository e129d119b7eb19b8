// Package clause lexes a job and rewrites its queries into text that TiDB's grammar takes.
//
//	text ── Lex ──▶ tokens ── RewriteQuery, RewriteExpr ──▶ text of marks ── compiler/parse, TiDB ──▶ compiler/ast
//
// TiDB's grammar decides what belongs to what: which operand an operator takes, which join an ON, which query a UNION.
// It never sees the user's words. Each thing that TiDB need not understand (a name, a literal, a type, a function with a
// syntax of its own, a window) is replaced by a mark, a plain name such as a17, with arguments where there are
// expressions inside; the mark's number leads to what stood there and to its tokens:
//
//	SELECT order, ts::DATE FROM trades AS t WHERE note LIKE 'a%' || t.tail AND price > 1.5
//	SELECT a9, a0, a2(a1) FROM a3 WHERE a4 | a5 & a6 AND a7 = a8
//
// Here a9 is the SELECT itself, with what TiDB isn't told of it: aliases, DISTINCT, LIMIT. So a reserved word may be a
// name, no text of the user passes through a lexer that isn't ours, and every node's place is known to the byte. What
// has a meaning in TiDB but none here is never emitted, hence never dropped in silence.
//
// Operators keep PostgreSQL's precedence by borrowing operators of TiDB at the same height:
//
//	PostgreSQL                      emitted
//	^, AT TIME ZONE                 ^
//	*  /  %                         *
//	+  -                            +
//	||  ->  ->>  ~                  &
//	LIKE ILIKE SIMILAR TO ESCAPE    |
//	IN BETWEEN                      IN BETWEEN
//	=  <>  <  <=  >  >=             =
//	IS [NOT] DISTINCT FROM          =
//	IS [NOT] NULL, TRUE, …          IS NULL
//	NOT  AND  OR                    NOT  AND  OR
//
// The operator itself is read from the tokens between its operands.
package clause
