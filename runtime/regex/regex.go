// Package regex is SQL's functions of regular expressions for generated code. The dialect is RE2's, of Go's package regexp.
package regex

import (
	"regexp"
	"strings"
	"sync"

	rt "github.com/weirsql/weir/runtime"
)

// Pattern is a compiled regular expression.
type Pattern struct{ re *regexp.Regexp }

// MustCompile compiles a regular expression that the compiler has checked.
func MustCompile(pattern string) *Pattern { return &Pattern{regexp.MustCompile(pattern)} }

// MustFold is MustCompile without regard to case.
func MustFold(pattern string) *Pattern { return MustCompile("(?i)" + pattern) }

// MustSimilar compiles a SIMILAR TO pattern.
func MustSimilar(pattern string) *Pattern { return MustCompile(fromSimilar(pattern)) }

// Cached compiles a computed regular expression; a malformed one fails the record.
func Cached(pattern string) *Pattern { return cached("", pattern, func(p string) string { return p }) }

// CachedFold is Cached without regard to case.
func CachedFold(pattern string) *Pattern {
	return cached("i", pattern, func(p string) string { return "(?i)" + p })
}

// CachedSimilar is Cached for a SIMILAR TO pattern.
func CachedSimilar(pattern string) *Pattern { return cached("s", pattern, fromSimilar) }

// cacheSize bounds how many computed patterns are kept.
const cacheSize = 1000

var cache struct {
	sync.RWMutex
	patterns map[string]*Pattern
}

func cached(kind, pattern string, translate func(string) string) *Pattern {
	key := kind + pattern
	cache.RLock()
	p := cache.patterns[key]
	cache.RUnlock()
	if p != nil {
		return p
	}
	re, err := regexp.Compile(translate(pattern))
	if err != nil {
		rt.FailRecordf("not a regular expression: %v", err)
	}
	p = &Pattern{re}
	cache.Lock()
	defer cache.Unlock()
	if cache.patterns == nil || len(cache.patterns) >= cacheSize {
		cache.patterns = map[string]*Pattern{}
	}
	cache.patterns[strings.Clone(key)] = p
	return p
}

// fromSimilar turns SQL's regular expression into one for the whole string.
func fromSimilar(pattern string) string {
	var b strings.Builder
	b.WriteString(`(?s)\A(?:`)
	inClass := false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\\' && i+1 < len(pattern):
			i++
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		case inClass:
			inClass = c != ']'
			b.WriteByte(c)
		case c == '[':
			inClass = true
			b.WriteByte(c)
		case c == '%':
			b.WriteString(".*")
		case c == '_':
			b.WriteByte('.')
		case c == '.' || c == '^' || c == '$':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteString(`)\z`)
	return b.String()
}

// Match reports whether the pattern matches somewhere in s.
func Match(s string, p *Pattern) bool { return p.re.MatchString(s) }

// Count is how often the pattern matches.
func Count(s string, p *Pattern) int32 { return int32(len(p.re.FindAllStringIndex(s, -1))) }

// Substr is the first match; false without one.
func Substr(s string, p *Pattern) (string, bool) {
	loc := p.re.FindStringIndex(s)
	if loc == nil {
		return "", false
	}
	return s[loc[0]:loc[1]], true
}

// Extract is a group of the first match, 0 for the whole; false without one.
func Extract(s string, p *Pattern, group int32) (string, bool) {
	if group < 0 || int(group) > p.re.NumSubexp() {
		return "", false
	}
	loc := p.re.FindStringSubmatchIndex(s)
	if loc == nil || loc[2*group] < 0 {
		return "", false
	}
	return s[loc[2*group]:loc[2*group+1]], true
}

// Replace replaces the first match: \1 to \9 stand for groups, \& for the match.
func Replace(scratch *rt.Scratch, s string, p *Pattern, replacement string) string {
	loc := p.re.FindStringSubmatchIndex(s)
	if loc == nil {
		return s
	}
	return keep(scratch, replaced(s, replacement, [][]int{loc}))
}

// ReplaceAll replaces every match.
func ReplaceAll(scratch *rt.Scratch, s string, p *Pattern, replacement string) string {
	locs := p.re.FindAllStringSubmatchIndex(s, -1)
	if locs == nil {
		return s
	}
	return keep(scratch, replaced(s, replacement, locs))
}

func keep(scratch *rt.Scratch, b []byte) string {
	return scratch.KeepString(append(scratch.Reserve(len(b)), b...))
}

func replaced(s, replacement string, locs [][]int) []byte {
	var out []byte
	last := 0
	for _, loc := range locs {
		out = append(out, s[last:loc[0]]...)
		out = expand(out, s, replacement, loc)
		last = loc[1]
	}
	return append(out, s[last:]...)
}

func expand(out []byte, s, replacement string, loc []int) []byte {
	for i := 0; i < len(replacement); i++ {
		c := replacement[i]
		if c != '\\' || i+1 == len(replacement) {
			out = append(out, c)
			continue
		}
		i++
		switch c := replacement[i]; {
		case c == '&':
			out = append(out, s[loc[0]:loc[1]]...)
		case c >= '1' && c <= '9':
			if group := 2 * int(c-'0'); group < len(loc) && loc[group] >= 0 {
				out = append(out, s[loc[group]:loc[group+1]]...)
			}
		case c == '\\':
			out = append(out, '\\')
		default:
			out = append(out, '\\', c)
		}
	}
	return out
}
