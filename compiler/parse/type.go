package parse

import (
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// typeName is what one name of a type stands for. Least and most bound its parameter; a most of 0 means that it has none.
type typeName struct {
	kind        ast.TypeKind
	least, most int
}

const maxLength = 2147483647

var typeNames = map[string]typeName{
	"BOOLEAN": {kind: ast.Boolean}, "BOOL": {kind: ast.Boolean},
	"TINYINT": {kind: ast.TinyInt}, "SMALLINT": {kind: ast.SmallInt}, "INT2": {kind: ast.SmallInt},
	"INT": {kind: ast.Int}, "INTEGER": {kind: ast.Int}, "INT4": {kind: ast.Int}, "BIGINT": {kind: ast.BigInt}, "INT8": {kind: ast.BigInt},
	"REAL": {kind: ast.Real}, "FLOAT4": {kind: ast.Real}, "DOUBLE": {kind: ast.Double}, "FLOAT8": {kind: ast.Double}, "FLOAT": {ast.Double, 1, 53},
	"DECIMAL": {ast.Decimal, 1, 38}, "NUMERIC": {ast.Decimal, 1, 38}, "DEC": {ast.Decimal, 1, 38},
	"VARCHAR": {ast.Varchar, 1, maxLength}, "STRING": {kind: ast.Varchar}, "TEXT": {kind: ast.Varchar},
	"CHAR": {ast.Char, 1, maxLength}, "CHARACTER": {ast.Char, 1, maxLength},
	"BYTES": {ast.BytesType, 1, maxLength}, "VARBINARY": {ast.BytesType, 1, maxLength}, "BINARY": {ast.BytesType, 1, maxLength}, "BYTEA": {kind: ast.BytesType},
	"DATE": {kind: ast.Date}, "TIME": {ast.Time, 0, 9}, "TIMESTAMP": {ast.Timestamp, 0, 9}, "DATETIME": {ast.Timestamp, 0, 9},
	"TIMESTAMP_LTZ": {ast.TimestampLTZ, 0, 9}, "TIMESTAMPTZ": {ast.TimestampLTZ, 0, 9},
	"INTERVAL": {kind: ast.IntervalType}, "JSON": {kind: ast.JSON}, "JSONB": {kind: ast.JSON}, "UUID": {kind: ast.UUID},
	"ARRAY": {kind: ast.ArrayType}, "MAP": {kind: ast.MapType}, "ROW": {kind: ast.RowType}, "STRUCT": {kind: ast.RowType},
}

// typeAdvice is for types of other systems.
var typeAdvice = map[string]string{
	"MULTISET": "write ARRAY<…>", "RAW": "write BYTES", "BLOB": "write BYTES", "CLOB": "write STRING", "NVARCHAR": "write VARCHAR", "NUMBER": "write DECIMAL(p, s), BIGINT or DOUBLE",
	"MONEY": "write DECIMAL(19, 2)", "SERIAL": "write INT", "BIGSERIAL": "write BIGINT", "MEDIUMINT": "write INT", "INT64": "write BIGINT", "INT32": "write INT",
	"FLOAT64": "write DOUBLE", "FLOAT32": "write REAL", "UINT64": "write DECIMAL(20, 0)", "HUGEINT": "write DECIMAL(38, 0)", "LONG": "write BIGINT", "SHORT": "write SMALLINT", "BYTE": "write TINYINT",
	"ENUM": "write STRING", "XML": "write STRING", "BIT": "write BOOLEAN or BYTES", "LIST": "write ARRAY<…>", "OBJECT": "write ROW<…> or JSON", "VARIANT": "write JSON", "BIGDECIMAL": "write DECIMAL(p, s)",
}

func isTypeName(token clause.Token) bool {
	_, known := typeNames[token.Value]
	return known && token.Kind == clause.Word
}

// nullableType reads a type with an optional [NOT] NULL.
func (p *fileParser) nullableType() *ast.Type {
	t := p.typeOf()
	switch {
	case p.Accept("NOT", "NULL"):
		t.NotNull = true
		t.Pos.End = p.Token(-1).Span.End
	case p.Accept("NULL"):
		t.Pos.End = p.Token(-1).Span.End
	}
	return t
}

// typeOf reads a type.
func (p *fileParser) typeOf() *ast.Type {
	p.Enter()
	defer p.Leave()
	first := p.At
	name := p.Name("a type")
	known, ok := typeNames[name.Value]
	if !ok || name.Kind != clause.Word {
		p.unknownType(name)
		known = typeName{ast.NoType, 0, maxLength}
	}
	t := &ast.Type{Kind: known.kind}
	switch {
	case name.Is("DOUBLE"):
		p.Accept("PRECISION")
	case known.kind == ast.Char && p.Accept("VARYING"):
		t.Kind = ast.Varchar
	case known.kind == ast.IntervalType:
		p.intervalType()
	case known.kind == ast.ArrayType, known.kind == ast.MapType:
		p.typeArguments(t, name)
	case known.kind == ast.RowType:
		p.rowFields(t, name)
	}
	if p.Is("(") {
		p.typeParams(t, name, known)
	}
	p.zone(t)
	t.Base = ast.At(p.Span(first))
	return p.arrays(t, first)
}

// arrays reads the [] of PostgreSQL and the ARRAY of Flink behind a type.
func (p *fileParser) arrays(t *ast.Type, first int) *ast.Type {
	for p.Accept("[", "]") || p.Is("ARRAY") && !p.IsAt(1, "[") && p.Accept("ARRAY") {
		t = &ast.Type{Base: ast.At(p.Span(first)), Kind: ast.ArrayType, Elem: t}
	}
	return t
}

func (p *fileParser) unknownType(name clause.Token) {
	d := diag.Diagnostic{Code: diag.UnknownType, Span: name.Span, Message: "unknown type " + name.Text}
	var known []string
	for candidate := range typeNames {
		known = append(known, candidate)
	}
	if advice := typeAdvice[name.Value]; advice != "" {
		d.Fix = &diag.Fix{Message: advice}
	} else if near := nearestType(name.Text, known); near != "" {
		d.Fix = &diag.Fix{Span: name.Span, Text: near, Message: "did you mean " + near + "?"}
	}
	p.Report(d)
}

// typeParams reads (length), (precision) or (precision, scale) and checks their bounds.
func (p *fileParser) typeParams(t *ast.Type, name clause.Token, known typeName) {
	first := p.At
	p.inParentheses(func() { t.Params = append(t.Params, p.typeParam()) })
	span := p.Span(first)
	switch {
	case known.kind == ast.NoType:
	case known.most == 0:
		p.Error(diag.BadTypeParameter, span, name.Value+" takes no parameter", "")
	case len(t.Params) > 2 || len(t.Params) == 2 && t.Kind != ast.Decimal:
		p.Error(diag.BadTypeParameter, span, name.Value+" takes one parameter", "")
	case t.Params[0] < known.least || t.Params[0] > known.most:
		p.Error(diag.BadTypeParameter, span, "the parameter of "+name.Value+" is "+bounds(known.least, known.most), "")
	case len(t.Params) == 2 && (t.Params[1] < 0 || t.Params[1] > t.Params[0]):
		p.Error(diag.BadTypeParameter, span, "the scale of "+name.Value+" is 0 to its precision", "")
	case name.Is("FLOAT"):
		if t.Params[0] <= 24 {
			t.Kind = ast.Real
		}
		t.Params = nil
	}
}

func bounds(least, most int) string {
	if most == maxLength {
		return "at least " + strconv.Itoa(least)
	}
	return strconv.Itoa(least) + " to " + strconv.Itoa(most)
}

// typeParam reads one number; one that is out of every range is as good as -1.
func (p *fileParser) typeParam() int {
	token := p.Token(0)
	if token.Kind != clause.Number {
		p.Unexpected("a whole number")
	}
	p.At++
	n, err := strconv.ParseInt(token.Text, 10, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

// zone reads WITH [LOCAL] TIME ZONE and WITHOUT TIME ZONE.
func (p *fileParser) zone(t *ast.Type) {
	first := p.At
	switch {
	case t.Kind != ast.Timestamp && t.Kind != ast.Time:
	case p.Accept("WITHOUT", "TIME", "ZONE"):
	case p.Accept("WITH", "TIME", "ZONE"), p.Accept("WITH", "LOCAL", "TIME", "ZONE"):
		if t.Kind == ast.Time {
			p.Error(diag.UnsupportedSyntax, p.Span(first), "TIME WITH TIME ZONE is not supported", "write TIME or TIMESTAMP WITH TIME ZONE")
		}
		t.Kind = ast.TimestampLTZ
	}
}

// intervalType passes over the fields of INTERVAL DAY TO SECOND: every interval has all of them.
func (p *fileParser) intervalType() {
	for p.Token(0).Unit() != "" || p.Is("TO") && p.Token(1).Unit() != "" {
		p.At++
		if p.Is("(") && p.Token(1).Kind == clause.Number && p.IsAt(2, ")") {
			p.At += 3
		}
	}
}

// typeArguments reads the <…> of ARRAY and MAP.
func (p *fileParser) typeArguments(t *ast.Type, name clause.Token) {
	open := p.At
	if !p.Accept("<") {
		p.Unexpected("< and the type of its " + map[ast.TypeKind]string{ast.ArrayType: "elements", ast.MapType: "keys"}[t.Kind])
	}
	if t.Kind == ast.MapType {
		t.Key = p.nullableType()
		if !p.Accept(",") {
			p.Unexpected(", and the type of its values")
		}
	}
	t.Elem = p.nullableType()
	p.Close(open)
}

// rowFields reads the fields of ROW<name type, …> or ROW(name type, …).
func (p *fileParser) rowFields(t *ast.Type, name clause.Token) {
	open := p.At
	if !p.IsAny(0, "<", "(", "<>") {
		p.Unexpected("< and fields")
	}
	if p.Is("<>") || p.Is("<", ">") || p.Is("(", ")") {
		p.Fail(diag.BadTypeParameter, p.Token(0).Span, name.Value+" needs at least one field", "")
	}
	p.At++
	for {
		t.Fields = append(t.Fields, p.typeField())
		if !p.Accept(",") {
			break
		}
		if p.IsAny(0, ">", ")") {
			p.ExtraComma()
			break
		}
	}
	p.Close(open, ",")
	p.uniqueFields(t)
}

// typeField reads one field: name type ['comment'].
func (p *fileParser) typeField() *ast.TypeField {
	first := p.At
	f := &ast.TypeField{Name: p.identifier("a field name")}
	p.Accept(":")
	if !p.Token(0).IsName() {
		p.Unexpected("the type of the field")
	}
	f.Type = p.nullableType()
	if p.Accept("COMMENT") || p.Token(0).Kind == clause.String {
		comment := p.stringLiteral("the comment")
		f.Comment = &comment
	}
	f.Base = ast.At(p.Span(first))
	return f
}

// uniqueFields reports fields that share a name.
func (p *fileParser) uniqueFields(t *ast.Type) {
	seen := map[string]bool{}
	for _, field := range t.Fields {
		folded := strings.ToLower(field.Name.Name)
		if seen[folded] {
			p.Error(diag.DuplicateColumn, field.Name.Span(), "the field "+field.Name.Name+" stands twice in this ROW", "")
		}
		seen[folded] = true
	}
}
