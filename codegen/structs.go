package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// structs collects the types of schema.go: one struct for each row that is stored somewhere and one for each ROW type.
type structs struct {
	gen    *generator
	list   []*structType
	rows   map[string]*structType // by SQL name and fields: two INSERTs into one table share their row
	nested map[string]*structType // by fields
}

func newStructs(g *generator) *structs {
	return &structs{gen: g, rows: map[string]*structType{}, nested: map[string]*structType{}}
}

// row returns the struct of a physical row. doc says what it is: "is a row of the source table orders".
func (s *structs) row(row *physical.RowType, doc string) *structType {
	key := row.Name + fieldsKey(row.Fields)
	if known := s.rows[key]; known != nil {
		return known
	}
	name := rowTypeName(row.Name)
	made := s.add(s.gen.names.first(name, name+"Row", name+"Out"), row.Name, row.Fields)
	made.Doc = doc
	s.rows[key] = made
	return made
}

// rowType returns the struct of a ROW type. ROW types have no name in SQL: hint is the column they were first met in.
func (s *structs) rowType(t types.Type, hint string) *structType {
	key := fieldsKey(t.Fields)
	if known := s.nested[key]; known != nil {
		return known
	}
	made := s.add(s.gen.names.exported(hint), hint, t.Fields)
	made.Doc = "is the ROW in " + oneLine(hint)
	s.nested[key] = made
	return made
}

func (s *structs) add(goName, sqlName string, fields []types.Field) *structType {
	made := &structType{GoName: goName, SQLName: sqlName}
	s.list = append(s.list, made)
	names := &namer{taken: map[string]bool{}}
	for _, field := range fields {
		s.nameRows(field.Type, field.Name)
		made.Fields = append(made.Fields, structField{names.exported(field.Name), field.Name, field.Type})
	}
	return made
}

// rowName returns the Go name of a ROW type's struct, whatever its nullability.
func (s *structs) rowName(t types.Type) string { return s.rowType(t, "nested").GoName }

// nameRows declares the ROW types in a column's type: its own under the column's name, an element's under its singular.
func (s *structs) nameRows(t types.Type, name string) {
	switch t.Kind {
	case types.Row:
		s.rowType(t, name)
	case types.Array, types.Map:
		s.nameRows(*t.Elem, singular(name))
	}
}

func fieldsKey(fields []types.Field) string { return types.RowOf(fields...).String() }

// declarations makes schema.go.
func (s *structs) declarations() []jen.Code {
	var list []jen.Code
	for _, t := range s.list {
		list = append(list, s.declaration(t))
	}
	return list
}

func (s *structs) declaration(t *structType) *jen.Statement {
	var fields []jen.Code
	for _, field := range t.Fields {
		column := oneLine(field.SQLName + " " + field.Type.String())
		fields = append(fields, jen.Id(field.GoName).Add(s.gen.goType(field.Type)).Comment("// "+column))
	}
	return jen.Comment("// " + t.GoName + " " + t.Doc + ".").Line().Type().Id(t.GoName).Struct(fields...)
}
