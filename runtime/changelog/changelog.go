// Package changelog adds to an encoded record which change it is: in a column of JSON or CSV, in Debezium's envelope, or in front
// of what is printed.
package changelog

import (
	"strconv"

	rt "github.com/weirsql/weir/runtime"
)

// Begin puts the change in front of a record, as Flink's print connector does: +U {"id":1}.
func Begin(buf []byte, change rt.Change) []byte {
	return append(append(buf, change.String()...), ' ')
}

// EndJSON makes the change the last member of the object that buf ends with: {"id":1,"op":"+U"}.
func EndJSON(buf []byte, change rt.Change, column string) []byte {
	buf = buf[:len(buf)-len("}\n")]
	if buf[len(buf)-1] != '{' {
		buf = append(buf, ',')
	}
	buf = strconv.AppendQuote(buf, column)
	buf = append(append(append(buf, ':', '"'), change.String()...), '"')
	return append(buf, '}', '\n')
}

// EndCSV makes the change the last field of the line that buf ends with.
func EndCSV(buf []byte, change rt.Change, delimiter string) []byte {
	buf = append(buf[:len(buf)-len("\n")], delimiter...)
	return append(append(buf, change.String()...), '\n')
}

// operations are Debezium's.
var operations = [...]string{rt.Insert: "c", rt.Update: "u", rt.Delete: "d"}

// BeginDebezium begins an envelope. The row is what is there after the change, or what a deletion takes away.
func BeginDebezium(buf []byte, change rt.Change) []byte {
	if change == rt.Delete {
		return append(buf, `{"before":`...)
	}
	return append(buf, `{"before":null,"after":`...)
}

// EndDebezium ends the envelope of the object that buf ends with.
func EndDebezium(buf []byte, change rt.Change) []byte {
	buf = buf[:len(buf)-len("\n")]
	if change == rt.Delete {
		buf = append(buf, `,"after":null`...)
	}
	return append(append(append(buf, `,"op":"`...), operations[change]...), "\"}\n"...)
}
