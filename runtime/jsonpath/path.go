// Package jsonpath is SQL's functions of JSON values for generated code: members, elements, paths and casts. They walk the
// text and return parts of it.
package jsonpath

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/json"
)

// Path is a compiled JSON path: $ followed by member and element steps, in lax mode unless it says strict.
type Path struct {
	steps  []step
	strict bool
}

// step is a member by name, or an element by number where name is unused.
type step struct {
	name    string
	element bool
	index   int
}

// MustParse compiles a path that the compiler has checked.
func MustParse(path string) *Path {
	p, err := Parse(path)
	if err != nil {
		panic(err)
	}
	return p
}

var paths sync.Map // text → *Path

// Cached compiles a computed path; a malformed one fails the record.
func Cached(path string) *Path {
	if p, ok := paths.Load(path); ok {
		return p.(*Path)
	}
	p, err := Parse(path)
	if err != nil {
		rt.FailRecordf("%v", err)
	}
	paths.Store(strings.Clone(path), p)
	return p
}

// Parse compiles a path: $, .name, ."name", ['name'] and [number], with white space between steps.
func Parse(path string) (*Path, error) {
	r := &pathReader{text: strings.TrimSpace(path)}
	p := &Path{strict: r.mode()}
	if !r.take('$') {
		return nil, r.malformed(path)
	}
	for {
		r.spaces()
		if r.pos == len(r.text) {
			return p, nil
		}
		s, ok := r.step()
		if !ok {
			return nil, r.malformed(path)
		}
		p.steps = append(p.steps, s)
	}
}

type pathReader struct {
	text string
	pos  int
}

func (r *pathReader) malformed(path string) error {
	return fmt.Errorf("not a JSON path: %s, at byte %d; paths are like $.member.\"other member\"[0]", strconv.Quote(path), r.pos+1)
}

func (r *pathReader) take(c byte) bool {
	if r.pos < len(r.text) && r.text[r.pos] == c {
		r.pos++
		return true
	}
	return false
}

func (r *pathReader) spaces() {
	for r.pos < len(r.text) && strings.IndexByte(" \t\r\n\f\v", r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// mode reads "lax" or "strict" in front of the path.
func (r *pathReader) mode() (strict bool) {
	end := strings.IndexAny(r.text, " \t\r\n\f\v")
	if end < 0 {
		return false
	}
	strict = strings.EqualFold(r.text[:end], "strict")
	if strict || strings.EqualFold(r.text[:end], "lax") {
		r.pos = end
		r.spaces()
	}
	return strict
}

func (r *pathReader) step() (step, bool) {
	switch {
	case r.take('.'):
		r.spaces()
		if r.take('"') {
			return r.quoted('"')
		}
		return r.name()
	case r.take('['):
		return r.bracket()
	}
	return step{}, false
}

func (r *pathReader) name() (step, bool) {
	start := r.pos
	for r.pos < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.pos:])
		if c != '_' && c != '$' && !unicode.IsLetter(c) && (r.pos == start || !unicode.IsNumber(c)) {
			break
		}
		r.pos += size
	}
	return step{name: r.text[start:r.pos]}, r.pos > start
}

// quoted reads up to the closing quote; a backslash takes the next character as it is.
func (r *pathReader) quoted(quote byte) (step, bool) {
	var b strings.Builder
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		r.pos++
		switch {
		case c == quote:
			return step{name: b.String()}, true
		case c == '\\' && r.pos < len(r.text):
			c = r.text[r.pos]
			r.pos++
		}
		b.WriteByte(c)
	}
	return step{}, false
}

func (r *pathReader) bracket() (s step, ok bool) {
	r.spaces()
	switch {
	case r.take('\''):
		s, ok = r.quoted('\'')
	case r.take('"'):
		s, ok = r.quoted('"')
	default:
		start := r.pos
		for r.pos < len(r.text) && r.text[r.pos]-'0' <= 9 {
			r.pos++
		}
		index, err := strconv.Atoi(r.text[start:r.pos])
		s, ok = step{element: true, index: index}, err == nil && r.pos-start <= 9
	}
	r.spaces()
	return s, ok && r.take(']')
}

// find follows the path; false where it leads nowhere. In lax mode a value that is no array counts as one of it alone, and a
// member of an array is that of its first element that has one.
func (p *Path) find(text string) (string, bool) {
	return p.follow(trim(text), p.steps)
}

func (p *Path) follow(text string, steps []step) (string, bool) {
	if len(steps) == 0 {
		return text, true
	}
	s := steps[0]
	isArray := text != "" && text[0] == '['
	switch {
	case s.element && isArray:
		return p.followIn(elementAt(text, s.index))(steps[1:])
	case s.element:
		if p.strict || s.index != 0 {
			return "", false
		}
		return p.follow(text, steps[1:])
	case isArray && !p.strict:
		return p.followEach(text, steps)
	}
	return p.followIn(memberOf(text, s.name))(steps[1:])
}

func (p *Path) followIn(text string, ok bool) func(steps []step) (string, bool) {
	return func(steps []step) (string, bool) {
		if !ok {
			return "", false
		}
		return p.follow(text, steps)
	}
}

func (p *Path) followEach(array string, steps []step) (found string, ok bool) {
	each(array, func(element string) bool {
		if element[0] != '[' {
			found, ok = p.follow(element, steps)
		}
		return !ok
	})
	return found, ok
}

// Value is the scalar at a path as text; false where there is none, or a null, an object or an array.
func Value(scratch *rt.Scratch, document json.Raw, p *Path) (string, bool) {
	text, ok := p.find(string(document))
	if !ok || text[0] == '{' || text[0] == '[' {
		return "", false
	}
	return scalarText(scratch, text)
}

// ValueText is Value of a string, which may be no JSON.
func ValueText(scratch *rt.Scratch, document string, p *Path) (string, bool) {
	if !json.Valid(document) {
		return "", false
	}
	return Value(scratch, json.Raw(document), p)
}

// Query is the object or array at a path; false where there is none.
func Query(_ *rt.Scratch, document json.Raw, p *Path) (json.Raw, bool) {
	text, ok := p.find(string(document))
	if !ok || text[0] != '{' && text[0] != '[' {
		return "", false
	}
	return json.Raw(text), true
}

// QueryText is Query of a string, which may be no JSON.
func QueryText(scratch *rt.Scratch, document string, p *Path) (json.Raw, bool) {
	if !json.Valid(document) {
		return "", false
	}
	return Query(scratch, json.Raw(document), p)
}

// Exists reports whether something is at a path.
func Exists(_ *rt.Scratch, document json.Raw, p *Path) bool {
	_, ok := p.find(string(document))
	return ok
}

// ExistsText is Exists of a string, which may be no JSON.
func ExistsText(scratch *rt.Scratch, document string, p *Path) bool {
	return json.Valid(document) && Exists(scratch, json.Raw(document), p)
}
