package json

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/runtime/internal/scan"
)

// shape is how objects have been written: their members in the order in which they came, and how each begins, with white space and what
// stands before it. Objects of one source are mostly alike, so that the next one is gone over by comparing (scan.Members). Where it
// differs, it is read step by step, and the shape learns:
//
//   - a member that isn't there is passed over, and forgotten when it has been absent for long;
//   - one that isn't known gets a place between the others;
//   - one that is spelt otherwise keeps its place;
//   - where members that are read come in another order, that is another shape (Flat).
//
// So a shape has each member that is read once, and an object that it goes over has it once at most.
type shape struct {
	keys    []scan.Key
	members []member // what else is known of each key
}

// member is one member of a shape.
type member struct {
	name   string
	column int    // the value's number, -1 where it isn't read
	inner  *shape // of its value, where that is an object that isn't read
	lacked uint64 // the last object without it
	absent int    // how many objects in a row were without it
}

// learning is what a decoder's shapes have learnt together. That costs more than reading by the general path: it must pay.
type learning struct {
	objects uint64 // records that were begun
	learnt  uint64 // keys that were learnt
	known   int    // members that are in shapes
}

const (
	firstKeys     = 512 // that may be learnt at once
	keyPrice      = 16  // objects for each key more
	mostKeys      = 1024
	longestAbsent = 64 // objects in a row, behind which a member is forgotten
	deepestShape  = 8  // objects in objects that have shapes of their own
)

// affords reports whether n more keys may be learnt.
func (l *learning) affords(n int) bool {
	return l.learnt+uint64(n) <= firstKeys+l.objects/keyPrice
}

// object is one that is being read.
type object struct {
	text     string
	start    int
	depth    int   // how many objects it is in, with itself
	keys     *Keys // that are read
	values   []scan.Value
	learning *learning
}

// reordered is what stands for a position where members that are read come in another order than the shape's, or one of them twice.
const reordered = -2

// noKeys are read of an object that is a value which isn't read.
var noKeys Keys

// differ goes on at pos, where the object isn't as the shape's member at says, or where a value is one that scan.Members doesn't take.
func (s *shape) differ(o *object, at, pos int) int {
	for {
		i := s.spelt(o, at, pos)
		switch {
		case i < 0:
			at, pos = s.unforeseen(o, at, pos)
		case i == at:
			at, pos = at+1, s.value(o, at, pos+s.keys[at].Len())
		default:
			at = s.lack(o, at, i)
		}
		if pos < 0 || at == ended {
			return pos
		}
		if at > 0 || pos == o.start {
			taken, end := scan.Members(o.text, pos, s.keys[at:], o.values)
			at, pos = at+taken, end
		}
		if at == len(s.keys) && pos < len(o.text) && o.text[pos] == '}' {
			return pos + 1
		}
	}
}

// ended stands for a member where the object has none any more.
const ended = -1

// spelt returns which of the next members begins at pos, spelt as it is known, -1 for none.
func (s *shape) spelt(o *object, at, pos int) int {
	if at == 0 { // only the first one of an object begins so
		if pos == o.start && len(s.keys) > 0 && begins(&s.keys[0], o.text, pos) {
			return 0
		}
		return -1
	}
	const near = 4 // others are looked for by their names
	for i := at; i < min(at+near, len(s.keys)); i++ {
		if begins(&s.keys[i], o.text, pos) {
			return i
		}
	}
	return -1
}

// begins reports whether a member begins at pos, and its value where the key ends.
func begins(key *scan.Key, text string, pos int) bool {
	if !key.Begins(text, pos) {
		return false
	}
	value := pos + key.Len()
	return value == len(text) || !isSpace(text[value])
}

// unforeseen finds a place for the member that begins at pos, and returns which member is expected next, and where: this one, or the one behind it
// where it is left as it is. The position is behind the object where it ends, and negative as differ says.
func (s *shape) unforeseen(o *object, at, pos int) (next, end int) {
	name, value, ends := o.member(pos)
	switch {
	case ends:
		s.lack(o, at, len(s.keys))
		return ended, value
	case value < 0:
		return at, -1
	}
	if i := s.find(name, at); i >= 0 {
		i = s.lack(o, at, i)
		if s.respell(o, i, pos, value) {
			return i, pos
		}
		return i + 1, s.value(o, i, value)
	}
	column := o.keys.column(name)
	switch {
	case column >= 0 && s.find(name, 0) >= 0:
		return at, reordered
	case s.insert(o, at, pos, value, name, column):
		return at, pos
	case column >= 0:
		return at, -1
	}
	return at, skipInside(o.text, value, o.depth)
}

// find returns the first member of a name from at on, -1 if there is none.
func (s *shape) find(name string, at int) int {
	for i := at; i < len(s.members); i++ {
		if s.members[i].name == name {
			return i
		}
	}
	return -1
}

// lack says that the object lacks the members from at to end, and returns where end is: those that it isn't the first to lack are forgotten.
func (s *shape) lack(o *object, at, end int) int {
	for at < end {
		m := &s.members[at]
		if m.column >= 0 {
			o.values[m.column] = scan.Value{}
		}
		if m.lacked+1 != o.learning.objects {
			m.absent = 0
		}
		m.lacked = o.learning.objects
		if m.absent++; m.absent <= longestAbsent {
			at++
			continue
		}
		o.learning.known -= m.size()
		s.members = slices.Delete(s.members, at, at+1)
		s.keys = slices.Delete(s.keys, at, at+1)
		s.lead()
		end--
	}
	return end
}

// size is how many members there are in a member, with itself.
func (m *member) size() int {
	if m.inner == nil {
		return 1
	}
	return 1 + m.inner.size()
}

// size is how many members there are in a shape.
func (s *shape) size() (n int) {
	for i := range s.members {
		n += s.members[i].size()
	}
	return n
}

// insert gives the member that begins at pos its place, and reports whether there is one for it.
func (s *shape) insert(o *object, at, pos, value int, name string, column int) bool {
	if !s.mayBegin(o, at, pos, value) || o.learning.known == mostKeys {
		return false
	}
	o.learning.learnt++
	o.learning.known++
	s.members = slices.Insert(s.members, at, member{name: strings.Clone(name), column: column})
	s.keys = slices.Insert(s.keys, at, o.key(o.text[pos:value], column))
	s.lead()
	return true
}

// respell expects member i as it begins at pos, and reports whether it may.
func (s *shape) respell(o *object, i, pos, value int) bool {
	if !s.mayBegin(o, i, pos, value) {
		return false
	}
	o.learning.learnt++
	s.keys[i] = o.key(o.text[pos:value], s.members[i].column)
	return true
}

// mayBegin reports whether member i may begin as one does at pos: the first of a shape as the first of an object, and each other as others.
func (s *shape) mayBegin(o *object, i, pos, value int) bool {
	return (i == 0) == (pos == o.start) && value-pos <= scan.KeySize && o.learning.affords(1)
}

// lead has the first key begin as the first of an object does, and the second as others, once a member came before them or went.
func (s *shape) lead() {
	if len(s.keys) > 0 {
		s.keys[0].Exchange(',', '{')
	}
	if len(s.keys) > 1 {
		s.keys[1].Exchange('{', ',')
	}
}

// key is how a member begins, with the place of its value: one place is for all that aren't read.
func (o *object) key(spelt string, column int) scan.Key {
	if column < 0 {
		column = len(o.values) - 1
	}
	return scan.NewKey(spelt, column)
}

// value checks the value of member i at pos, and returns where it ends; -1 for what isn't JSON.
func (s *shape) value(o *object, i, pos int) int {
	pos = skipBlanks(o.text, pos)
	m := &s.members[i]
	if m.column < 0 {
		end := m.pass(o, pos)
		if m.inner != nil {
			s.keys[i].Inside(m.inner.keys)
		}
		return end
	}
	end := skipInside(o.text, pos, o.depth)
	if end < 0 {
		return -1
	}
	kind := uint32(scan.Other)
	if IsNull(o.text, pos) {
		kind = scan.Null
	}
	o.values[m.column] = scan.Value{Start: uint32(pos), Length: uint32(end - pos), Kind: kind}
	return end
}

// pass is value for one that isn't read.
func (m *member) pass(o *object, pos int) int {
	if len(o.text)-pos <= 2*word || o.depth >= deepestShape {
		return skipInside(o.text, pos, o.depth)
	}
	if o.text[pos] == '{' {
		return m.passObject(o, pos, o.depth+1)
	}
	if o.text[pos] == '[' && o.text[pos+1] == '{' {
		if end := m.passObjects(o, pos); end >= 0 {
			return end
		}
	}
	return passValue(o.text, pos, o.depth)
}

// passObject goes over an object that is a value.
func (m *member) passObject(o *object, pos, depth int) int {
	if m.inner == nil {
		m.inner = &shape{}
	}
	taken, end := scan.Members(o.text, pos, m.inner.keys, o.values)
	if taken > 0 && taken == len(m.inner.keys) && o.text[end] == '}' {
		return end + 1
	}
	return m.inner.differ(&object{text: o.text, start: pos, depth: depth, keys: &noKeys, values: o.values, learning: o.learning}, taken, end)
}

// passObjects goes over an array of objects without white space between them. It returns -1 for another one.
func (m *member) passObjects(o *object, pos int) int {
	for {
		if pos = m.passObject(o, pos+1, o.depth+2); pos < 0 || pos+1 >= len(o.text) {
			return -1
		}
		switch {
		case o.text[pos] == ']':
			return pos + 1
		case o.text[pos] != ',' || o.text[pos+1] != '{':
			return -1
		}
	}
}

// member reads a member's key at pos, with the delimiter before it, and returns the position of its value. Where the object ends, that is the
// position behind it; it is -1 for anything else.
func (o *object) member(pos int) (name string, value int, ends bool) {
	delimiter := byte(',')
	if pos == o.start {
		delimiter = '{'
	}
	pos = skipBlanks(o.text, pos)
	if pos < len(o.text) && o.text[pos] == '}' && delimiter == ',' {
		return "", pos + 1, true
	}
	if pos >= len(o.text) || o.text[pos] != delimiter {
		return "", -1, false
	}
	quote := skipBlanks(o.text, pos+1)
	if quote < len(o.text) && o.text[quote] == '}' && delimiter == '{' {
		return "", quote + 1, true
	}
	if name, value = memberKey(o.text, quote); value < len(o.text) {
		return name, value, false
	}
	return o.anyMember(quote)
}

// anyMember reads a key with escapes or letters beyond ASCII.
func (o *object) anyMember(quote int) (name string, value int, ends bool) {
	if quote >= len(o.text) || o.text[quote] != '"' {
		return "", -1, false
	}
	end := SkipString(o.text, quote)
	if end < 0 {
		return "", -1, false
	}
	name = string(Unescape(nil, o.text[quote:end]))
	if end = skipBlanks(o.text, end); end >= len(o.text) || o.text[end] != ':' {
		return "", -1, false
	}
	return name, skipBlanks(o.text, end+1), false
}
