package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
)

// matchName finds an identifier among names: spelled the same first, then without regard to case. count says how many fit
// equally well; the index is the first of them, -1 where there is none.
func matchName(id ast.Ident, names func(yield func(int, string) bool)) (index, count int) {
	index = -1
	for i, name := range names {
		if name == id.Name {
			return i, 1
		}
		if strings.EqualFold(name, id.Name) {
			if count == 0 {
				index = i
			}
			count++
		}
	}
	return index, count
}

// sameName reports whether two declarations claim one name: they are spelled the same, or differ in case alone and are not
// both quoted.
func sameName(a, b ast.Ident) bool {
	if a.Name == b.Name {
		return true
	}
	return strings.EqualFold(a.Name, b.Name) && !(a.Quoted && b.Quoted)
}

// each walks a list of anything by name, for matchName.
func each[T any](list []T, name func(T) string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, item := range list {
			if !yield(i, name(item)) {
				return
			}
		}
	}
}
