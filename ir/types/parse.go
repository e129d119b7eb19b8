package types

import (
	"slices"

	"github.com/weirsql/weir/ir/internal/text"
)

// Parse reads what String prints. It is for plans written as text; SQL's many spellings are the front end's work.
func Parse(s string) (Type, error) {
	sc := text.NewScanner(s)
	t := Read(sc)
	return t, sc.Done()
}

// Read reads a type from a scanner; the scanner holds the error.
func Read(sc *text.Scanner) Type {
	t := ReadName(sc)
	t.Nullable = !sc.AcceptPair("NOT", "NULL")
	return t
}

// ReadName reads what Type.Name prints.
func ReadName(sc *text.Scanner) Type {
	name := sc.Peek().Text
	kind := Kind(max(slices.Index(kindNames[:], name), 0))
	if sc.Expect(name); kind == Invalid && name != kindNames[Invalid] {
		sc.Fail("unknown type %q", name)
		return Type{}
	}
	t := Type{Kind: kind}
	t.readParameters(sc)
	return t
}

func (t *Type) readParameters(sc *text.Scanner) {
	switch t.Kind {
	case Decimal:
		sc.Expect("(")
		t.Precision = sc.Int()
		sc.Expect(",")
		t.Scale = sc.Int()
		sc.Expect(")")
	case Varchar, Char, Bytes, Time, Timestamp, TimestampLTZ:
		if sc.Accept("(") {
			t.Precision = sc.Int()
			sc.Expect(")")
		}
	case Array:
		sc.ExpectStart("<")
		t.Elem = readRef(sc)
		sc.ExpectStart(">")
	case Map:
		sc.ExpectStart("<")
		t.Key = readRef(sc)
		sc.Expect(",")
		t.Elem = readRef(sc)
		sc.ExpectStart(">")
	case Row:
		sc.ExpectStart("<")
		t.Fields = readFields(sc)
		sc.ExpectStart(">")
	}
}

func readRef(sc *text.Scanner) *Type {
	t := Read(sc)
	return &t
}

func readFields(sc *text.Scanner) []Field {
	var fields []Field
	for !sc.Starts(">") && sc.Err() == nil {
		if len(fields) > 0 {
			sc.Expect(",")
		}
		fields = append(fields, Field{Name: sc.Name(), Type: Read(sc)})
	}
	return fields
}
