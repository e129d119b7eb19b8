// Package mutate makes broken and odd SQL out of good SQL, for tests: token by token, so that what comes out is near the
// grammar, where byte-wise fuzzing rarely gets.
package mutate

import (
	"math/rand/v2"
	"strings"

	"github.com/weirsql/weir/compiler/clause"
)

// words are put in where a mutation inserts something.
var words = strings.Fields(`( ) [ ] { } , ; . + - * / % ^ = <> < > <= || -> ->> :: => ! ~ | & ? : @ # $ == ' " /* -- a b "group" 'text' 1 2.5 1e3 5m X'ab' E'\n'
	SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET UNION ALL INTERSECT EXCEPT WITH RECURSIVE AS DISTINCT JOIN LEFT FULL CROSS NATURAL ON USING LATERAL
	CASE WHEN THEN ELSE END CAST TRY_CAST NOT AND OR IN IS NULL TRUE DISTINCT BETWEEN SYMMETRIC LIKE ILIKE SIMILAR TO ESCAPE EXISTS ANY INTERVAL DATE TIMESTAMP AT TIME ZONE
	ARRAY MAP ROW TABLE DESCRIPTOR OVER PARTITION ROWS RANGE BUFFER WINDOW TUMBLING EMIT CHANGES FINAL FILTER GROUPING SETS MATCH_RECOGNIZE PATTERN DEFINE
	CREATE VIEW STREAM FUNCTION TEMPORARY IF INSERT INTO VALUES SET EXECUTE STATEMENT BEGIN WATERMARK FOR PRIMARY KEY ENFORCED METADATA VIRTUAL COMMENT INT VARCHAR DECIMAL
	EXTRACT TRIM POSITION SUBSTRING OVERLAY CEIL JSON_VALUE YEAR SECOND TO BOTH PLACING RETURNING DEFAULT EMPTY ERROR`)

// Text returns a text with one to four of its tokens dropped, doubled, swapped, replaced or joined by a new one.
func Text(random *rand.Rand, src string) string {
	file, _ := clause.Lex(src)
	var tokens []string
	for _, token := range file.Tokens {
		tokens = append(tokens, token.Text)
	}
	for range 1 + random.IntN(4) {
		tokens = once(random, tokens)
	}
	return strings.Join(tokens, " ")
}

// once makes one mutation.
func once(random *rand.Rand, tokens []string) []string {
	if len(tokens) < 2 {
		return append(tokens, words[random.IntN(len(words))])
	}
	at, other := random.IntN(len(tokens)-1), random.IntN(len(tokens)-1)
	word := words[random.IntN(len(words))]
	switch random.IntN(6) {
	case 0:
		return append(tokens[:at:at], tokens[at+1:]...)
	case 1:
		return append(append(tokens[:at:at], tokens[at]), tokens[at:]...)
	case 2:
		tokens[at], tokens[other] = tokens[other], tokens[at]
		return tokens
	case 3:
		tokens[at] = word
		return tokens
	case 4:
		from, to := min(at, other), max(at, other)
		return append(append(tokens[:to:to], tokens[from:min(to, from+8)]...), tokens[to:]...)
	}
	return append(append(tokens[:at:at], word), tokens[at:]...)
}
