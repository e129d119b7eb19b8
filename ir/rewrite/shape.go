package rewrite

import "github.com/weirsql/weir/ir/types"

// shape says which fields of its ROWs a type needs. Values that meet, such as the branches of a CASE and the arms of a union,
// have one shape together, since they stay of one type. A type without a ROW has no shape: nil.
type shape struct {
	used  []bool   // of a ROW: the fields that are read
	parts []*shape // of a ROW: its fields; of an ARRAY or MAP: its elements
	part  *shape   // the shape that this one was joined to
}

// newShape is the shape of values of which nothing is read yet. Keys of a MAP are always read.
func newShape(t types.Type) *shape {
	switch t.Kind {
	case types.Row:
		s := &shape{used: make([]bool, len(t.Fields)), parts: make([]*shape, len(t.Fields))}
		for i, field := range t.Fields {
			s.parts[i] = newShape(field.Type)
		}
		return s
	case types.Array, types.Map:
		if element := newShape(*t.Elem); element != nil {
			return &shape{parts: []*shape{element}}
		}
	}
	return nil
}

// find follows a shape to the one that it is part of by now.
func (s *shape) find() *shape {
	for s != nil && s.part != nil {
		s = s.part
	}
	return s
}

// join makes one shape of those of two equal types.
func join(a, b *shape) {
	a, b = a.find(), b.find()
	if a == b {
		return
	}
	b.part = a
	for i, used := range b.used {
		a.used[i] = a.used[i] || used
	}
	for i, part := range b.parts {
		join(a.parts[i], part)
	}
}

// field reads a field of a ROW.
func (s *shape) field(i int) *shape {
	s = s.find()
	s.used[i] = true
	return s.parts[i]
}

// element is the shape of a list's elements.
func (s *shape) element() *shape {
	if s = s.find(); s == nil {
		return nil
	}
	return s.parts[0]
}

// readWhole reads everything. It returns the shape.
func (s *shape) readWhole() *shape {
	s = s.find()
	if s == nil {
		return nil
	}
	for i := range s.used {
		s.used[i] = true
	}
	for _, part := range s.parts {
		part.readWhole()
	}
	return s
}

// unread counts the fields that nothing reads.
func (s *shape) unread() int {
	if s = s.find(); s == nil {
		return 0
	}
	count := 0
	for i, part := range s.parts {
		if s.used != nil && !s.used[i] {
			count++
		} else {
			count += part.unread()
		}
	}
	return count
}

// index is where a field that is read stands among those that are.
func (s *shape) index(field int) int {
	count := 0
	for _, used := range s.find().used[:field] {
		if used {
			count++
		}
	}
	return count
}

// narrow leaves out the fields that nothing reads.
func (s *shape) narrow(t types.Type) types.Type {
	if s = s.find(); s == nil {
		return t
	}
	if t.Kind != types.Row {
		element := s.parts[0].narrow(*t.Elem)
		t.Elem = &element
		return t
	}
	var fields []types.Field
	for i, field := range t.Fields {
		if s.used[i] {
			fields = append(fields, types.Field{Name: field.Name, Type: s.parts[i].narrow(field.Type)})
		}
	}
	t.Fields = fields
	return t
}
