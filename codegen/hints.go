package codegen

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// hintLimit is the length from which on a name that spells out a condition helps nobody.
const hintLimit = 36

// conditionHint names the function of a filter after what it asks: whereTotalAmountOver100, whereStatusIsShipped. A
// condition that can't be said in a few words is named by the columns it reads: whereStatusAndPrice.
func conditionHint(e scalar.Expr) string {
	if phrase := phrase(e); phrase != "" && len(phrase) <= hintLimit {
		return "where" + phrase
	}
	names := columnNames(e)
	if len(names) == 0 {
		return "whereTrue"
	}
	if len(names) > 3 {
		names = names[:3]
	}
	return "where" + strings.Join(names, "And")
}

// phrase spells a condition, or returns "" where it has no short form.
func phrase(e scalar.Expr) string {
	switch e := e.(type) {
	case *scalar.Column:
		return exportedName(e.Name)
	case *scalar.Literal:
		return literalPhrase(e)
	case *scalar.Field:
		return join(phrase(e.Operand), exportedName(e.Name))
	case *scalar.Cast:
		if e.Implicit {
			return phrase(e.Operand)
		}
	case *scalar.Compare:
		return join(phrase(e.Left), comparePhrases[e.Op], phrase(e.Right))
	case *scalar.IsNull:
		return join(phrase(e.Operand), pick(e.Negated, "IsNotNull", "IsNull"))
	case *scalar.IsTruth:
		return join(phrase(e.Operand), pick(e.Negated, "IsNot", "Is"), [...]string{"True", "False", "Unknown"}[e.Truth])
	case *scalar.In:
		return join(phrase(e.Operand), pick(e.Negated, "NotIn", "In"), listPhrase(e.List))
	case *scalar.Not:
		return join("Not", phrase(e.Operand))
	case *scalar.And:
		return joinAll(e.Operands, "And")
	case *scalar.Or:
		return joinAll(e.Operands, "Or")
	case *scalar.Call:
		return callPhrase(e)
	case *scalar.UserCall:
		return exportedName(e.Function.Name)
	}
	return ""
}

var comparePhrases = [...]string{
	scalar.Eq: "Is", scalar.Ne: "IsNot", scalar.Lt: "Under", scalar.Le: "AtMost", scalar.Gt: "Over", scalar.Ge: "AtLeast",
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// join concatenates the parts of a phrase; it has none where one of its parts has none.
func join(parts ...string) string {
	for _, part := range parts {
		if part == "" {
			return ""
		}
	}
	return strings.Join(parts, "")
}

func joinAll(operands []scalar.Expr, conjunction string) string {
	parts := make([]string, 0, len(operands))
	for _, operand := range operands {
		part := phrase(operand)
		if part == "" {
			return ""
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, conjunction)
}

func listPhrase(list []scalar.Expr) string {
	if len(list) > 3 {
		return "List"
	}
	return joinAll(list, "Or")
}

// callPhrase spells a function by its name and its first argument: LIKE is PathLike, UPPER(name) is UpperName.
func callPhrase(call *scalar.Call) string {
	if len(call.Args) == 2 {
		if operator := infixPhrases[call.Function]; operator != "" {
			return join(phrase(call.Args[0]), operator, phrase(call.Args[1]))
		}
	}
	name := exportedName(strings.ToLower(call.Function))
	if name == "Unnamed" || len(call.Args) == 0 {
		return ""
	}
	if verb := patternPhrases[call.Function]; verb != "" {
		return join(phrase(call.Args[0]), verb)
	}
	return join(name, phrase(call.Args[0]))
}

// infixPhrases are operators between two operands that both have a short form.
var infixPhrases = map[string]string{"+": "Plus", "-": "Minus", "*": "Times", "/": "By", "%": "Mod", "MOD": "Mod"}

// patternPhrases stand behind what is matched; patterns have no short form.
var patternPhrases = map[string]string{"LIKE": "Like", "ILIKE": "Like", "SIMILAR TO": "Like", "REGEXP": "Matches", "REGEXP_LIKE": "Matches"}

// literalPhrase spells numbers and short words: 100, 2Point5, Minus1, Shipped.
func literalPhrase(e *scalar.Literal) string {
	switch value := e.Value.(type) {
	case bool:
		return pick(value, "True", "False")
	case int64:
		return numberPhrase(strconv.FormatInt(value, 10))
	case float64:
		return numberPhrase(strconv.FormatFloat(value, 'f', -1, 64))
	case string:
		if value == "" {
			return "Empty"
		}
		if len(value) <= 4 && strings.ToUpper(value) == value && isWords(value) {
			return strings.Join(words(value), "") // a code: DE
		}
		if len(value) <= 16 && isWords(value) {
			return exportedName(value)
		}
	case *big.Int:
		return numberPhrase(types.FormatDecimal(value, e.Typ.Scale))
	}
	return ""
}

func numberPhrase(digits string) string {
	digits = strings.Replace(digits, "-", "Minus", 1)
	if strings.Contains(digits, ".") {
		digits = strings.TrimSuffix(strings.TrimRight(digits, "0"), ".")
	}
	if len(digits) > 12 {
		return ""
	}
	return strings.Replace(digits, ".", "Point", 1)
}

// isWords reports text that reads as part of a name: ASCII letters, digits, and single separators.
func isWords(text string) bool {
	letters := 0
	for _, r := range text {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" _-/.", r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 0
}

// columnNames lists the columns that an expression reads, as parts of a Go name, each once.
func columnNames(e scalar.Expr) []string {
	var names []string
	seen := map[string]bool{}
	scalar.Walk(e, func(node scalar.Expr) bool {
		if column, ok := node.(*scalar.Column); ok && !seen[column.Name] {
			seen[column.Name] = true
			names = append(names, exportedName(column.Name))
		}
		return true
	})
	return names
}
