package ast

type (
	// Null is NULL; Bool is TRUE or FALSE.
	Null struct{ Base }
	Bool struct {
		Base
		Value bool
	}

	// Number is an unsigned number as written: digits, an optional point, an optional exponent.
	Number struct {
		Base
		Text string
	}

	// String is 'text'; Value is without quotes and with '' undone. A backslash is itself, as in PostgreSQL, but in E'…'.
	String struct {
		Base
		Value string
	}

	// Bytes is X'c0ffee'.
	Bytes struct {
		Base
		Value []byte
	}

	// Temporal is DATE '…', TIME '…', TIMESTAMP '…' or TIMESTAMP_LTZ '…'. Kind is one of those four types; Value isn't checked.
	Temporal struct {
		Base
		Kind  TypeKind
		Value String
	}

	// Interval is INTERVAL '5' SECOND, INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 day 2 hours' (From and To empty), INTERVAL 5 SECOND,
	// or a window's short form 5s, 1m (From is the unit). Value is unchecked text, without a sign of the literal's outside:
	// INTERVAL -'5' DAY has Negative. From and To are units as in Unit.Name.
	Interval struct {
		Base
		Value    string
		Negative bool
		From, To string
	}
)

func (*Null) expr()     {}
func (*Bool) expr()     {}
func (*Number) expr()   {}
func (*String) expr()   {}
func (*Bytes) expr()    {}
func (*Temporal) expr() {}
func (*Interval) expr() {}

// IsInteger reports whether the number has neither point nor exponent.
func (n *Number) IsInteger() bool {
	for i := range len(n.Text) {
		if n.Text[i] < '0' || n.Text[i] > '9' {
			return false
		}
	}
	return true
}
