package codegen

import (
	"fmt"

	"github.com/weirsql/weir/ir/types"
)

// decodedType is a type as it is decoded, and as the table declares it: with the fields of ROWs that the job doesn't read.
type decodedType struct {
	types.Type
	declared types.Type
}

func (t decodedType) notNull() decodedType {
	return decodedType{t.WithNull(false), t.declared.WithNull(false)}
}

// element is the type of an ARRAY's elements or a MAP's values.
func (t decodedType) element() decodedType { return decodedType{*t.Elem, *t.declared.Elem} }

// key is the same for types that are read the same way.
func (t decodedType) key() string { return t.Name() + " of " + t.declared.Name() }

// members are what is read of an object.
type members struct {
	name   string // the start of Go names: OrderAddress
	of     string // what the object is, for comments
	row    *structType
	types  []decodedType // of the row's fields
	unused [][]string    // declared keys that aren't read: those before each field, and behind the last
}

// add takes a declared key, which is that of the next field if it is used.
func (m *members) add(name string, declared types.Type, used bool) {
	next := len(m.types)
	if used {
		m.types = append(m.types, decodedType{m.row.Fields[next].Type, declared})
	} else {
		m.unused[next] = append(m.unused[next], name)
	}
}

// members are the columns of the decoder's table.
func (d *decoder) members() *members {
	m := &members{name: d.row.GoName, of: d.table.Name, row: d.row, unused: make([][]string, len(d.used)+1)}
	for index, column := range d.table.Columns {
		next := len(m.types)
		used := next < len(d.used) && d.used[next] == index
		if used || column.Metadata == "" {
			m.add(column.Name, column.Type, used)
		}
	}
	return m
}

// rowMembers are the fields of a ROW.
func (d *decoder) rowMembers(t decodedType) *members {
	row := d.codecs.gen.structs.rowType(t.Type, "nested")
	m := &members{name: d.row.GoName + row.GoName, of: row.GoName, row: row, unused: make([][]string, len(row.Fields)+1)}
	for _, field := range t.declared.Fields {
		next := len(m.types)
		used := next < len(row.Fields) && row.Fields[next].SQLName == field.Name
		m.add(field.Name, field.Type, used)
	}
	return m
}

// narrowed says in a ROW's documentation that it isn't all there.
func (s *structType) narrowed(t decodedType) {
	if read, all := len(t.Fields), len(t.declared.Fields); read < all && !s.partial {
		s.partial = true
		s.Doc += fmt.Sprintf(": the %d of its %d fields that the job reads", read, all)
	}
}
