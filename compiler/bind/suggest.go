package bind

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

const maxListed = 8

// wordList joins names for a message: "a, b and c", or "none"; a long list is cut.
func wordList(names []string) string {
	if len(names) > maxListed {
		return strings.Join(names[:maxListed-1], ", ") + fmt.Sprintf(" and %d more", len(names)-maxListed+1)
	}
	switch len(names) {
	case 0:
		return "none"
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// plural counts things: "1 column", "3 columns".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// article puts "a" or "an" before a type's name.
func article(t types.Type) string {
	name := typeName(t)
	if strings.ContainsRune("AEIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// typeName is a type for messages, without its nullability.
func typeName(t types.Type) string { return t.Name() }

func columnNames(columns []logical.Column) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Name
	}
	return names
}
