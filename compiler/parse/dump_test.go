package parse_test

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
)

// dump writes a tree, one node a line: its type, what it says, and, with a source, the text of its span.
func dump(node ast.Node, src string) string {
	var out strings.Builder
	dumpNode(&out, node, src, 0)
	return out.String()
}

func dumpNode(out *strings.Builder, node ast.Node, src string, depth int) {
	value := reflect.Indirect(reflect.ValueOf(node))
	fmt.Fprintf(out, "%s%s%s", strings.Repeat("  ", depth), value.Type().Name(), scalars(value))
	if src != "" {
		text := src[node.Span().Start:node.Span().End]
		fmt.Fprintf(out, "  ⟨%s⟩", strings.Join(strings.Fields(text), " "))
	}
	out.WriteString("\n")
	for _, child := range ast.Children(node) {
		dumpNode(out, child, src, depth+1)
	}
}

// scalars writes the fields of a node that are no nodes, unless they are zero.
func scalars(value reflect.Value) string {
	var out strings.Builder
	for i := range value.NumField() {
		field, name := value.Field(i), value.Type().Field(i).Name
		switch {
		case name == "Base" || name == "Pos" || name == "OpPos" || field.IsZero():
		case field.Type() == reflect.TypeFor[ast.Bound]():
			fmt.Fprintf(&out, " %s=%v", name, field.Interface().(ast.Bound).Kind)
		case field.Kind() == reflect.Bool:
			out.WriteString(" " + name)
		case field.Kind() == reflect.String || field.CanInt() || field.CanUint():
			fmt.Fprintf(&out, " %s=%v", name, field.Interface())
		case field.Kind() == reflect.Slice && !field.Type().Elem().Implements(reflect.TypeFor[ast.Node]()) && field.Type().Elem() != reflect.TypeFor[ast.When]():
			fmt.Fprintf(&out, " %s=%v", name, field.Interface())
		}
	}
	return out.String()
}

// same reports whether two trees are equal but for their places and for quotes around names.
func same(a, b any) bool { return sameValue(reflect.ValueOf(a), reflect.ValueOf(b)) }

func sameValue(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() || a.IsValid() && a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Interface:
		return a.IsNil() == b.IsNil() && (a.IsNil() || sameValue(a.Elem(), b.Elem()))
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameValue(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			name := a.Type().Field(i).Name
			if name != "Base" && name != "OpPos" && name != "Quoted" && !sameValue(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
