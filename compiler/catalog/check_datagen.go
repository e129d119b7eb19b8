package catalog

import (
	"math/big"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// columnOption checks an option about one column, such as 'fields.price.min': the column must be there and the option
// must mean something for its type.
func (c *checker) columnOption(option *Option, o logical.Option, column string) {
	found := c.column(column)
	if found == nil {
		c.unknownOptionColumn(option, o, column)
		return
	}
	_, property, _ := strings.Cut(option.Name, "#.")
	if !appliesTo(property, found.Type) {
		c.report(diag.BadOptionValue, o.KeySpan, nil, "option '%s' means nothing for %s, %s", o.Key, found.Name, aType(found.Type))
		return
	}
	if option.Type == Literal {
		c.checkColumnValue(o, *found)
		return
	}
	c.checkValue(option, o)
	if property == "null-rate" && !found.Type.Nullable && o.Value != "0" {
		c.report(diag.BadOptionValue, o.KeySpan, nil, "column %s is NOT NULL: '%s' can't be more than 0", found.Name, o.Key)
	}
}

// column finds a column by the exact spelling of its declaration: an option's key is looked up as it is when the job runs.
// What stands in a column is named behind it: home.lat of a ROW, tags.element of an ARRAY, rates.key and rates.value of a MAP.
func (c *checker) column(name string) *logical.TableColumn {
	for i := range c.columns {
		if c.columns[i].Name == name {
			return &c.columns[i]
		}
	}
	for _, column := range c.columns {
		path, ok := strings.CutPrefix(name, column.Name+".")
		if t, found := typeAt(column.Type, path); ok && found {
			return &logical.TableColumn{Name: name, Type: t, Span: column.Span}
		}
	}
	return nil
}

// typeAt follows a path into a type.
func typeAt(t types.Type, path string) (types.Type, bool) {
	for _, part := range parts(t) {
		if path == part.Name {
			return part.Type, true
		}
		if rest, ok := strings.CutPrefix(path, part.Name+"."); ok {
			if inner, found := typeAt(part.Type, rest); found {
				return inner, true
			}
		}
	}
	return types.Type{}, false
}

// parts are the types that a type is made of, by the names that datagen's options have for them.
func parts(t types.Type) []types.Field {
	switch t.Kind {
	case types.Row:
		return t.Fields
	case types.Array:
		return []types.Field{{Name: "element", Type: *t.Elem}}
	case types.Map:
		return []types.Field{{Name: "key", Type: *t.Key}, {Name: "value", Type: *t.Elem}}
	}
	return nil
}

func (c *checker) unknownOptionColumn(option *Option, o logical.Option, column string) {
	before, after, _ := strings.Cut(option.Name, "#")
	var fix *diag.Fix
	if near := diag.Nearest(column, columnNames(c.columns)); near != "" {
		key := before + near + after
		fix = &diag.Fix{Span: o.KeySpan, Text: Quote(key), Message: "did you mean '" + key + "'?"}
	}
	c.report(diag.UnknownColumn, o.KeySpan, fix, "option '%s' is about column %s, which table %s doesn't have", o.Key, column, c.name)
}

// appliesTo reports whether a property of datagen's fields has a meaning for a type.
func appliesTo(property string, t types.Type) bool {
	switch property {
	case "min", "max":
		return t.IsNumeric()
	case "max-past":
		return t.IsTimestamp() || t.Kind == types.Date
	case "length":
		return t.IsString() || t.Kind == types.Bytes || t.Kind == types.Array || t.Kind == types.Map
	case "var-len":
		return t.IsString() || t.Kind == types.Bytes
	}
	return true
}

// checkColumnValue checks a min, max, start or end against the column's type.
func (c *checker) checkColumnValue(o logical.Option, column logical.TableColumn) {
	if hasReference(o.Value) {
		if problem := checkReferences(o.Value); problem != "" {
			c.report(diag.BadOptionValue, o.ValueSpan, nil, "'%s' is '%s', but %s", o.Key, o.Value, problem)
		}
		return
	}
	if problem := checkColumnNumber(o.Value, column.Type); problem != "" {
		c.report(diag.BadOptionValue, o.ValueSpan, nil, "'%s' is '%s', but %s", o.Key, o.Value, problem)
	}
}

func checkColumnNumber(value string, t types.Type) string {
	switch t.Kind {
	case types.TinyInt:
		return checkInteger(value, 8, -1<<7)
	case types.SmallInt:
		return checkInteger(value, 16, -1<<15)
	case types.Int:
		return checkInteger(value, 32, -1<<31)
	case types.BigInt, types.Varchar, types.Char: // a sequence of strings counts in whole numbers
		return checkInteger(value, 64, -1<<63)
	case types.Decimal:
		if _, ok := new(big.Rat).SetString(value); !ok || strings.Contains(value, "/") {
			return "it must be a decimal number"
		}
		return ""
	}
	return checkNumber(value)
}

// checkDatagen checks what options of one column say together.
func checkDatagen(c *checker) {
	for _, column := range c.columns {
		kind, ok := c.known("fields." + column.Name + ".kind")
		if ok && kind.Value == "sequence" {
			c.checkSequence(column, kind)
		} else {
			c.checkRandom(column)
		}
	}
}

func (c *checker) checkSequence(column logical.TableColumn, kind logical.Option) {
	prefix := "fields." + column.Name + "."
	if !column.Type.IsNumeric() && !column.Type.IsString() {
		c.report(diag.BadOptionValue, kind.ValueSpan, nil, "column %s is %s: a sequence counts in numbers or strings; compute the column from one that does", column.Name, aType(column.Type))
		return
	}
	for _, property := range []string{"min", "max", "length", "var-len", "max-past"} {
		if o, ok := c.option(prefix + property); ok {
			c.report(diag.BadOptionValue, o.KeySpan, nil, "option '%s' is for random values, but column %s is a sequence", o.Key, column.Name)
		}
	}
	c.checkOrder(prefix+"start", prefix+"end")
}

func (c *checker) checkRandom(column logical.TableColumn) {
	prefix := "fields." + column.Name + "."
	for _, property := range []string{"start", "end"} {
		if o, ok := c.option(prefix + property); ok {
			c.report(diag.BadOptionValue, o.KeySpan, &diag.Fix{Message: "add '" + prefix + "kind' = 'sequence', or use 'min' and 'max' for random values"},
				"option '%s' is for sequences, but column %s is random", o.Key, column.Name)
		}
	}
	c.checkOrder(prefix+"min", prefix+"max")
}

// checkOrder reports a range whose end lies before its start.
func (c *checker) checkOrder(lowKey, highKey string) {
	low, okLow := c.known(lowKey)
	high, okHigh := c.known(highKey)
	if !okLow || !okHigh {
		return
	}
	a, okA := new(big.Rat).SetString(low.Value)
	b, okB := new(big.Rat).SetString(high.Value)
	if okA && okB && a.Cmp(b) > 0 {
		c.report(diag.BadOptionValue, high.ValueSpan, nil, "'%s' is '%s', but '%s' is '%s', which is more", high.Key, high.Value, low.Key, low.Value)
	}
}
