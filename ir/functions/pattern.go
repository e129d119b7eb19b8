package functions

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	likePattern   = Param{Name: "pattern", Class: String, Check: checkLike}
	escape        = Param{Name: "escape", Class: String, Check: checkEscape}
	regex         = Param{Name: "regex", Class: String, Check: checkRegex, Prepare: &Prepare{"*regex.Pattern", "regex.MustCompile", "regex.Cached"}}
	similar       = Param{Name: "pattern", Class: String, Check: checkSimilar, Prepare: &Prepare{"*regex.Pattern", "regex.MustSimilar", "regex.CachedSimilar"}}
	regexFold     = Param{Name: "regex", Class: String, Check: checkRegex, Prepare: &Prepare{"*regex.Pattern", "regex.MustFold", "regex.CachedFold"}}
	regexFlags    = Param{Name: "flags", Class: Keyword, Check: checkRegexFlags, Words: []string{"'g'", "'i'", "'gi'"}}
	stringAndLike = params(p("s", String), likePattern)
)

func like(form string) []Overload {
	return []Overload{
		{Params: stringAndLike, Result: boolean, CanFail: true, Go: custom(form)},
		{Params: params(p("s", String), p("pattern", String), escape), Result: boolean, CanFail: true, Go: custom(form)},
	}
}

const regexDialect = " Regular expressions are Go's (RE2): no back references, no look-around."

var patternFunctions = []Function{
	{Name: "LIKE", Section: Patterns, Doc: "Whether a string matches a pattern, in which % stands for any characters and _ for one; backslash, or the character after ESCAPE, takes their meaning away (PostgreSQL).", Example: "'weir' LIKE 'w%r'", Output: "true", Overloads: like("like")},
	{Name: "ILIKE", Section: Patterns, Doc: "LIKE without regard to case (PostgreSQL).", Example: "'WEIR' ILIKE 'w%r'", Output: "true", Overloads: like("ilike")},
	{Name: "SIMILAR TO", Section: Patterns, Doc: "Whether a string as a whole matches SQL's regular expression: % _ | * + ? {m,n} ( ) [ ] (PostgreSQL).", Example: "'weir' SIMILAR TO '(w|d)e%'", Output: "true", Overloads: []Overload{
		{Params: params(p("s", String), similar), Result: boolean, CanFail: true, Go: call("regex.Match")},
	}},
	{Name: "REGEXP", Aliases: []string{"~", "RLIKE"}, Section: Patterns, Doc: "Whether a regular expression matches somewhere in a string (PostgreSQL's ~)." + regexDialect, Example: "'weir' REGEXP '^w.*r$'", Output: "true", Overloads: []Overload{
		{Params: params(p("s", String), regex), Result: boolean, CanFail: true, Go: call("regex.Match")},
	}},
	{Name: "~*", Section: Patterns, Doc: "REGEXP without regard to case (PostgreSQL).", Example: "'WEIR' ~* '^w'", Output: "true", Overloads: []Overload{
		{Params: params(p("s", String), regexFold), Result: boolean, CanFail: true, Go: call("regex.Match")},
	}},
	{Name: "REGEXP_LIKE", Section: Patterns, Doc: "REGEXP as a function (PostgreSQL)." + regexDialect, Example: "REGEXP_LIKE('weir', 'e.r')", Output: "true", Overloads: []Overload{
		{Params: params(p("s", String), regex), Result: boolean, CanFail: true, Go: call("regex.Match")},
	}},
	{Name: "REGEXP_COUNT", Section: Patterns, Doc: "How often a regular expression matches (PostgreSQL)." + regexDialect, Example: "REGEXP_COUNT('a1b22', '[0-9]')", Output: "3", Overloads: []Overload{
		{Params: params(p("s", String), regex), Result: integer, CanFail: true, Go: call("regex.Count")},
	}},
	{Name: "REGEXP_SUBSTR", Section: Patterns, Doc: "The first match of a regular expression; NULL without one (PostgreSQL)." + regexDialect, Example: "REGEXP_SUBSTR('a1b22', '[0-9]+')", Output: "1", Overloads: []Overload{
		{Params: params(p("s", String), regex), Result: text, Nulls: Maybe, CanFail: true, Go: call("regex.Substr")},
	}},
	{Name: "REGEXP_EXTRACT", Section: Patterns, Doc: "The first match of a regular expression, or of one of its groups (0 is the whole match); NULL without one (Flink)." + regexDialect, Example: "REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)", Output: "bar", Overloads: []Overload{
		{Params: params(p("s", String), regex), Result: text, Nulls: Maybe, CanFail: true, Go: call("regex.Substr")},
		{Params: params(p("s", String), regex, p("group", Int)), Result: text, Nulls: Maybe, CanFail: true, Go: call("regex.Extract")},
	}},
	{Name: "REGEXP_REPLACE", Section: Patterns, Doc: "The first match of a regular expression, or every one with the flag 'g', replaced; \\1 to \\9 stand for groups, \\& for the match; flag 'i' ignores case (PostgreSQL; Flink replaces every match)." + regexDialect, Example: "REGEXP_REPLACE('a1b2', '[0-9]', '#', 'g')", Output: "a#b#", Overloads: []Overload{
		{Params: params(p("s", String), regex, p("replacement", String)), Result: text, CanFail: true, Go: build("regex.Replace")},
		{Params: params(p("s", String), regex, p("replacement", String), regexFlags), Result: text, CanFail: true, Go: custom("regexReplace")},
	}},
}

func checkRegex(pattern string) error {
	if _, err := regexp.Compile(pattern); err != nil {
		return fmt.Errorf("not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return nil
}

// similarTokens are what SQL's regular expressions spell in another way than Go's.
var (
	similarTokens  = regexp.MustCompile(`(?s)\\.|\[(?:\\.|[^\]\\])*\]|[%_.^$]`)
	similarEscapes = regexp.MustCompile(`(?s)\\.`)
)

// checkSimilar refuses a pattern of which the runtime would make no regular expression.
func checkSimilar(pattern string) error {
	quoted := func(escape string) string { return regexp.QuoteMeta(escape[1:]) }
	return checkRegex(`\A(?:` + similarTokens.ReplaceAllStringFunc(pattern, func(token string) string {
		switch token[0] {
		case '%':
			return ".*"
		case '_':
			return "."
		case '[':
			return similarEscapes.ReplaceAllStringFunc(token, quoted)
		case '\\':
			return quoted(token)
		}
		return regexp.QuoteMeta(token)
	}) + `)\z`)
}

func checkRegexFlags(flags string) error {
	if rest := strings.Trim(flags, "gi"); rest != "" {
		return fmt.Errorf("unknown flag %q; the flags are g (every match) and i (ignore case)", rest)
	}
	return nil
}

func checkEscape(s string) error {
	if utf8.RuneCountInString(s) > 1 {
		return fmt.Errorf("ESCAPE takes one character (or '' for none), not %q", s)
	}
	return nil
}

// checkLike refuses a pattern that ends in the escape character; with ESCAPE, the runtime looks.
func checkLike(pattern string) error {
	trailing := len(pattern) - len(strings.TrimRight(pattern, `\`))
	if trailing%2 == 1 {
		return fmt.Errorf("the pattern ends with its escape character; write \\\\ for a backslash")
	}
	return nil
}
