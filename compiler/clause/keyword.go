package clause

import "strings"

// Words come in three kinds. Reserved words can't be a name where an expression may begin, since the text would get two
// readings. Keywords have a meaning in some places and are ordinary names in all others; which one is decided by what
// stands around them. All other words are names.

// IsReserved reports whether a word (upper case) needs quotes to be the name of a column in an expression.
func IsReserved(word string) bool { return reserved[word] }

// IsKeyword reports whether a word (upper case) has a meaning anywhere in the grammar.
func IsKeyword(word string) bool { return reserved[word] || keywords[word] }

var reserved = set(`ALL AND AS BETWEEN BY CASE CAST CREATE CROSS DISTINCT ELSE END EXCEPT EXISTS FALSE FROM GROUP HAVING IN INNER INSERT
	INTERSECT INTO IS JOIN LIKE NATURAL NOT NULL ON OR ORDER SELECT THEN TRUE UNION USING VALUES WHEN WHERE WITH`)

var keywords = set(`ANY ARRAY ASC AT BEGIN BOTH CEIL CHANGES COMMENT CONSTRAINT CUBE CUMULATING CURRENT CURRENT_DATE CURRENT_TIME
	CURRENT_TIMESTAMP DATE DAY DESC DESCRIPTOR EMIT EMPTY ENFORCED ERROR ESCAPE EXECUTE EXTRACT FETCH FILTER FINAL FIRST FLOOR FOLLOWING
	FOR FULL FUNCTION GROUPING GROUPS HOP HOPPING HOUR IF IGNORE ILIKE INTERVAL JSON_EXISTS JSON_QUERY JSON_VALUE KEY LANGUAGE LAST
	LATERAL LEADING LEFT LIMIT LOCALTIME LOCALTIMESTAMP MAP MATCH_RECOGNIZE METADATA MINUTE MONTH NEXT NULLS OF OFFSET ONLY ORDINALITY OUTER OVER
	OVERLAY PARTITION PLACING POSITION PRECEDING PRIMARY QUALIFY RANGE RECURSIVE REGEXP REPLACE RESPECT RETURNING RETURNS RIGHT RLIKE
	ROLLUP ROW ROWS SECOND SESSION SET SETS SIMILAR SLIDING STATEMENT STREAM SUBSTRING SYMMETRIC SYSTEM_TIME TABLE TEMPORARY TIME TIMESTAMP TO
	TRAILING TRIM TRY_CAST TUMBLING UNBOUNDED UNKNOWN VIEW VIRTUAL WATERMARK WINDOW WITHIN WITHOUT YEAR ZONE`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

// units are the time units of EXTRACT, INTERVAL, TIMESTAMPADD, FLOOR and their kin, with plurals.
var units = func() map[string]string {
	all := map[string]string{}
	for _, unit := range strings.Fields(`NANOSECOND MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR DECADE CENTURY MILLENNIUM`) {
		all[unit], all[unit+"S"] = unit, unit
	}
	all["CENTURIES"], all["MILLENNIA"] = "CENTURY", "MILLENNIUM"
	return all
}()

// extractFields are what EXTRACT takes besides units.
var extractFields = set(`DOW DOY ISODOW ISOYEAR EPOCH TIMEZONE TIMEZONE_HOUR TIMEZONE_MINUTE JULIAN`)

// Unit returns the singular upper-case name of a time unit, "" for anything else. The SQL_TSI_ prefix of ODBC is taken.
func (t Token) Unit() string {
	if t.Kind != Word {
		return ""
	}
	return units[strings.TrimPrefix(t.Value, "SQL_TSI_")]
}
