package clause

// Mark is what a name in the emitted text stands for. The set is sealed. Arguments are in the order of the emitted call.
type Mark interface {
	Tokens() Range
}

// Range is a run of tokens, First to Last inclusive, by index.
type Range struct {
	First, Last int
}

// Tokens returns the range itself, for the marks that embed it.
func (r Range) Tokens() Range { return r }

// None says that an optional token is missing.
const None = -1

// Marks without arguments.
type (
	// Path is a name with qualifiers: Parts are the tokens of its identifiers. With Star it ends in .*; * alone has no Parts.
	Path struct {
		Range
		Parts []int
		Star  bool
	}
	// Literal is a string, number, bytes, NULL, TRUE or FALSE: one token.
	Literal struct{ Range }
	// Temporal is DATE '…' and its kin: Last is the string.
	Temporal struct {
		Range
		Kind string // DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ
	}
	// Interval is INTERVAL …, or a Duration.
	Interval struct {
		Range
		Value    string
		Negative bool
		From, To string
	}
	// Bare is a function without parentheses: CURRENT_TIMESTAMP.
	Bare struct{ Range }
	// Unit is a time unit as an argument.
	Unit struct {
		Range
		Name string
	}
	// Descriptor is DESCRIPTOR(columns).
	Descriptor struct {
		Range
		Columns []int
	}
)

// Marks with arguments, or around what they hold.
type (
	// Paren is (x). TiDB is never given parentheses, so that their place is known.
	Paren struct{ Range }
	// Row is ROW(…) or (a, b); Array is ARRAY[…]; Map is MAP[k, v, …].
	Row   struct{ Range }
	Array struct{ Range }
	Map   struct{ Range }
	// Subquery is (query); Exists is EXISTS (query); Quantified is ANY|ALL (query) behind a comparison.
	Subquery   struct{ Range }
	Exists     struct{ Range }
	Quantified struct {
		Range
		All bool
	}
	// List is the parenthesis behind IN, with a list or a query.
	List struct {
		Range
		Query bool
	}
	// Call is a function call. Its arguments are Args values, OrderBy sort keys, the filter, then the window's.
	Call struct {
		Range
		Name     []int
		Args     int
		Distinct bool
		OrderBy  []Sort
		Within   bool // OrderBy is that of WITHIN GROUP
		Filter   bool
		Over     *Window
		FromLast bool   // FROM LAST, of NTH_VALUE
		Nulls    string // IGNORE or RESPECT
	}
	// Case is CASE … END: the operand if there is one, pairs, the value of ELSE if there is one.
	Case struct {
		Range
		Operand bool
		Whens   []Range // from WHEN to the end of the value
		Else    bool
	}
	// Cast is CAST(x AS type), TRY_CAST(x AS type), x::type. Type covers the type's tokens.
	Cast struct {
		Range
		Type Range
		Try  bool
	}
	// Extract is EXTRACT(unit FROM x); RoundTo is CEIL|FLOOR(x TO unit).
	Extract struct {
		Range
		Unit Unit
	}
	RoundTo struct {
		Range
		Up   bool
		Unit Unit
	}
	// Trim is TRIM(side chars FROM x): chars, if there are some, and x.
	Trim struct {
		Range
		Side  string
		Chars bool
	}
	// JSONCall is JSON_VALUE and its kin: input, path, the defaults of On in order.
	JSONCall struct {
		Range
		Name      int
		Returning *Range
		Wrapper   string // the words of the wrapper clause
		On        []JSONOn
	}
	// Subscript is x[i]; Field is x.name behind something that is no name.
	Subscript struct{ Range }
	Field     struct {
		Range
		Name int
	}
	// NamedArg is name => value; TableArg is TABLE t with its PARTITION BY and ORDER BY.
	NamedArg struct {
		Range
		Name int
	}
	TableArg struct {
		Range
		Name        []int
		PartitionBy int
		OrderBy     []Sort
	}
	// GroupingSets is GROUPING SETS (…), ROLLUP (…), CUBE (…).
	GroupingSets struct {
		Range
		Kind string
	}
)

// JSONOn is one ON EMPTY or ON ERROR. Its default, if Default, is an argument.
type JSONOn struct {
	Range
	Kind    string
	Empty   bool
	Default bool
}

// Sort is one key of ORDER BY; its expression is an argument.
type Sort struct {
	Range
	Desc  bool
	Nulls string // FIRST or LAST
}

// Window is the inside of OVER. Its arguments are PartitionBy expressions, OrderBy keys, the frame's offsets.
type Window struct {
	Range
	Ref         int // the window's name, or None
	PartitionBy int
	OrderBy     []Sort
	Frame       *Frame
	Buffer      *Range // ROWS WINDOW BUFFER n ROWS
	BufferRows  int    // the token of n
}

// Frame is a frame clause.
type Frame struct {
	Range
	Unit       string
	Start, End Bound
	Exclude    string // CURRENT, GROUP, TIES or NO; "" for nothing
}

// Bound is one end of a frame. Kind is "UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING" or "UNBOUNDED FOLLOWING".
type Bound struct {
	Range
	Kind   string
	Offset bool
}

// Marks of queries.
type (
	// Select is the first item of each emitted SELECT and tells what isn't emitted of it. The emitted GROUP BY holds the
	// group's items, then one mark for each of Windows.
	Select struct {
		Range
		Distinct bool
		Items    []Item
		NoFrom   bool
		GroupBy  *Range
		SetOp    *SetOp // what joins it to the SELECT in front of it
		Query    *Query // of the first SELECT of a query
	}
	// Values is VALUES (…), …: the emitted items are Row marks.
	Values struct {
		Range
		SetOp *SetOp
		Query *Query
	}
	// NestedBody is a parenthesised query as an operand of a set operation, emitted as the table of a SELECT.
	NestedBody struct {
		Range
		SetOp *SetOp
		Query *Query
	}
	// CTE is one name AS (query) of WITH.
	CTE struct {
		Range
		Name    int
		Columns []int
	}
	// WindowClause is WINDOW TUMBLING (…); NamedWindow is one name AS (…) of the standard's.
	WindowClause struct {
		Range
		Kind string
	}
	NamedWindow struct {
		Range
		Name   int
		Window *Window
	}
	// QualifyClause is QUALIFY condition.
	QualifyClause struct{ Range }
)

// Item is one item of SELECT. Alias is a token or None.
type Item struct {
	Range
	Alias int
}

// SetOp is UNION, INTERSECT or EXCEPT [ALL].
type SetOp struct {
	Range
	Op  string
	All bool
}

// Query is what a query has around its SELECTs. Its ORDER BY is emitted.
type Query struct {
	Range
	Recursive bool
	OrderBy   []Sort
	Limit     *Limit
	Emit      *Emit
}

// Limit holds the number tokens of LIMIT and OFFSET, or None.
type Limit struct {
	Range
	Count, Offset int
}

// Emit is EMIT CHANGES or EMIT FINAL.
type Emit struct {
	Range
	Final bool
}

// Marks of table references.
type (
	// Table is name [FOR SYSTEM_TIME AS OF expr] [alias]. With AsOf it is emitted as a derived table of that expression.
	Table struct {
		Range
		Name  []int
		AsOf  bool
		Alias *Alias
	}
	// Derived is (query) [alias].
	Derived struct {
		Range
		Lateral bool
		Alias   *Alias
	}
	// TableFunction is a function in FROM, emitted as a derived table whose one item is the call.
	TableFunction struct {
		Range
		Lateral, Wrapped, Ordinality bool
		Alias                        *Alias
	}
	// NoCondition stands behind ON for the joins that have none: without an ON, TiDB would take them for commas.
	NoCondition struct{ Range }
	// NestedJoin is (join), emitted as a derived table over it.
	NestedJoin struct{ Range }
	// Match is MATCH_RECOGNIZE, emitted as a derived table over its input whose items are its expressions: PARTITION BY,
	// ORDER BY, MEASURES, WITHIN, DEFINE.
	Match struct {
		Range
		PartitionBy int
		OrderBy     []Sort
		Measures    []Item
		AllRows     bool
		Skip        *Skip
		Pattern     Range
		Within      bool
		Subsets     []Subset
		Define      []Item
		Alias       *Alias
	}
)

// Skip is AFTER MATCH SKIP ….
type Skip struct {
	Range
	Kind     string // PAST LAST ROW, TO NEXT ROW, TO FIRST, TO LAST
	Variable int
}

// Subset is one name = (variables).
type Subset struct {
	Range
	Name      int
	Variables []int
}

// Alias is [AS] name [(columns)].
type Alias struct {
	Range
	Name    int
	Columns []int
}
