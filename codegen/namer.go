package codegen

import (
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// namer hands out the Go identifiers of one scope: made of ASCII letters and digits alone, unique, and none of Go's
// keywords, predeclared names or imported packages. SQL names reach Go source through it and by no other way.
type namer struct {
	outer  *namer // names of the enclosing scope are not shadowed
	taken  map[string]bool
	inside map[string]bool // names that a package-level name must not have, since code that uses it has a local of that name
	own    string          // the function whose scope this is: it doesn't call itself, so a parameter may have its name
}

func newNamer() *namer {
	return &namer{taken: setOf("init main Job New Outputs InProcess plan keeps"), inside: map[string]bool{}}
}

// scope returns a namer for what stands inside: parameters and locals of a function. The fields of a struct are a scope
// without an outer one, since they are reached through a selector.
func (n *namer) scope() *namer { return &namer{outer: n, taken: map[string]bool{}} }

// function returns the scope of a function's parameters and locals: total(total int64) is fine.
func (n *namer) function(name string) *namer {
	return &namer{outer: n, taken: map[string]bool{}, own: name}
}

// locals returns a scope for the locals of a method that calls functions which aren't named yet: these will get other names.
func (n *namer) locals(fixed ...string) *namer {
	scope := &namer{outer: n, taken: map[string]bool{}, inside: n.inside}
	for _, name := range fixed {
		scope.claim(name)
	}
	return scope
}

// inner returns a scope for the locals of a method that is made beside n's, whose locals may become its parameters.
func (n *namer) inner() *namer { return &namer{outer: n, taken: map[string]bool{}, inside: n.inside} }

func (n *namer) claim(name string) {
	n.taken[name] = true
	if n.outer != nil && n.inside != nil {
		n.inside[name] = true
	}
}

// exported returns a new name that starts with an upper-case letter: exported("total_amount") is TotalAmount.
func (n *namer) exported(name string) string { return n.unique(exportedName(name)) }

// unexported returns a new name that starts with a lower-case letter. It takes SQL names and Go names alike:
// unexported("whereTotalAmountOver100") is the same name while it is free.
func (n *namer) unexported(name string) string { return n.unique(unexportedName(name)) }

// first returns the first of the names that is free, or a numbered form of the last one.
func (n *namer) first(names ...string) string {
	for _, name := range names {
		if n.free(name) {
			n.claim(name)
			return name
		}
	}
	return n.unique(names[len(names)-1])
}

// unique claims name, or with a number behind it: price, price2, and level1No2 where the name itself ends in a digit.
func (n *namer) unique(name string) string {
	candidate := name
	for i := 2; !n.free(candidate); i++ {
		candidate = numbered(name, i)
	}
	n.claim(candidate)
	return candidate
}

func numbered(name string, i int) string {
	if isDigit(name[len(name)-1]) {
		name += "No"
	}
	return name + strconv.Itoa(i)
}

func (n *namer) free(name string) bool {
	if reserved(name) || n.outer == nil && n.inside[name] {
		return false
	}
	own := false
	for scope := n; scope != nil; scope = scope.outer {
		if scope.taken[name] && !(own && scope.outer == nil) {
			return false
		}
		own = own || scope.own == name
	}
	return true
}

// reserved reports names that mean something in every generated file: keywords, predeclared names, imported packages.
func reserved(name string) bool {
	return token.IsKeyword(name) || predeclared[name] || importNames[name]
}

var predeclared = setOf("any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string " +
	"uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min " +
	"new panic print println real recover")

func setOf(names string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}

// exportedName turns an SQL or Go name into an exported Go identifier: order_id → OrderID, straße → Strasse, 1st → N1st.
func exportedName(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		b.WriteString(capitalized(word, keepsCapitals(name)))
	}
	identifier := b.String()
	switch {
	case identifier == "":
		return "Unnamed"
	case isDigit(identifier[0]):
		return "N" + identifier
	}
	return identifier
}

// keepsCapitals reports a name that is written in mixed case, so that its capitals mean something: "Spent (EUR)", but not ORDER_ID.
func keepsCapitals(name string) bool { return strings.ToUpper(name) != name }

// unexportedName turns a name into an unexported identifier: order_id → orderID, id → id, type → typeValue.
func unexportedName(name string) string {
	list := words(name)
	var b strings.Builder
	for i, word := range list {
		if i == 0 {
			b.WriteString(strings.ToLower(word))
		} else {
			b.WriteString(capitalized(word, keepsCapitals(name)))
		}
	}
	identifier := b.String()
	switch {
	case identifier == "":
		return "unnamed"
	case isDigit(identifier[0]):
		identifier = "n" + identifier
	case reserved(identifier):
		identifier += "Value"
	}
	return identifier
}

// rowTypeName names the struct of one row of a table: orders → Order, market_data → MarketData, addresses → Address.
func rowTypeName(table string) string {
	list := words(table)
	if len(list) > 0 {
		list[len(list)-1] = singular(list[len(list)-1])
	}
	return exportedName(strings.Join(list, "_"))
}

// singular undoes the regular English plurals; other words stay as they are.
func singular(word string) string {
	lower := strings.ToLower(word)
	switch {
	case len(lower) < 3 || hasAnySuffix(lower, "ss", "us", "is", "news", "series", "species"):
		return word
	case strings.HasSuffix(lower, "ies"):
		return word[:len(word)-3] + "y"
	case hasAnySuffix(lower, "sses", "xes", "ches", "shes", "zes"):
		return word[:len(word)-2]
	case strings.HasSuffix(lower, "s"):
		return word[:len(word)-1]
	}
	return word
}

func hasAnySuffix(word string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return false
}

// initialisms are written in capitals, as Go's own style has it.
var initialisms = setOf("api ascii cpu css csv dns eof guid html http https id ip json lhs ok os qps ram rhs rpc sku sla smtp sql ssh tcp tls " +
	"ttl udp ui uid uri url utc utf8 uuid vm xml")

func capitalized(word string, keep bool) string {
	lower := strings.ToLower(word)
	if keep && strings.ToUpper(word) == word {
		return word
	}
	if initialisms[lower] {
		return strings.ToUpper(word)
	}
	if singular := strings.TrimSuffix(lower, "s"); singular != lower && initialisms[singular] {
		return strings.ToUpper(singular) + "s"
	}
	return strings.ToUpper(lower[:1]) + lower[1:]
}

// words splits a name at everything but ASCII letters and digits and where the case changes (dateTime, HTTPServer), after
// it spelled accented Latin letters in ASCII. Letters of other scripts are dropped.
func words(name string) []string {
	runes := []rune(transliterate(name))
	var list []string
	start := -1
	flush := func(end int) {
		if start >= 0 && end > start {
			list = append(list, string(runes[start:end]))
		}
		start = -1
	}
	for i, r := range runes {
		switch {
		case r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			continue
		case start >= 0 && wordStarts(runes, i):
			flush(i)
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(runes))
	return list
}

// wordStarts reports a capital behind a lower-case letter or digit, or the last capital of a run: dateTime, HTTPServer.
func wordStarts(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !pluralInitialism(runes, i)
}

// pluralInitialism reports that the run of capitals that ends at i is an initialism with a plural s behind it, as in IDs.
func pluralInitialism(runes []rune, i int) bool {
	rest := runes[i+1:]
	if rest[0] != 's' || len(rest) > 1 && unicode.IsLower(rest[1]) {
		return false
	}
	start := i
	for start > 0 && unicode.IsUpper(runes[start-1]) {
		start--
	}
	return initialisms[strings.ToLower(string(runes[start:i+1]))]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
