package ast

// TableRef is one entry of FROM.
type TableRef interface {
	Node
	tableRef()
}

type (
	// Table is name [FOR SYSTEM_TIME AS OF expr] [[AS] alias].
	Table struct {
		Base
		Name  Name
		AsOf  Expr
		Alias *Alias
	}

	// Derived is [LATERAL] (query) [[AS] alias].
	Derived struct {
		Base
		Lateral bool
		Query   *Query
		Alias   *Alias
	}

	// TableFunction is [LATERAL] f(args) or TABLE(f(args)). Arguments may be *TableArg, *Descriptor and *NamedArg.
	TableFunction struct {
		Base
		Lateral    bool
		Wrapped    bool // written inside TABLE(…)
		Call       *Call
		Ordinality bool // WITH ORDINALITY
		Alias      *Alias
	}

	// Join is left JOIN right [ON expr | USING (columns)]. The comma of FROM is no Join: SelectBody.From is a list.
	Join struct {
		Base
		Kind        JoinKind
		Natural     bool
		Left, Right TableRef
		On          Expr
		Using       []Ident
	}

	// MatchRecognize is input MATCH_RECOGNIZE (…) [[AS] alias].
	MatchRecognize struct {
		Base
		Input       TableRef
		PartitionBy []Expr
		OrderBy     []*OrderItem
		Measures    []*SelectItem
		AllRows     bool // ALL ROWS PER MATCH
		AfterMatch  *AfterMatch
		Pattern     Pattern
		Within      Expr
		Subsets     []*Subset
		Define      []*Define
		Alias       *Alias
	}
)

func (*Table) tableRef()          {}
func (*Derived) tableRef()        {}
func (*TableFunction) tableRef()  {}
func (*Join) tableRef()           {}
func (*MatchRecognize) tableRef() {}

// Alias is [AS] name [(columns)].
type Alias struct {
	Base
	Name    Ident
	Columns []Ident
}

// JoinKind is the kind of a Join.
type JoinKind uint8

const (
	InnerJoin JoinKind = iota
	LeftJoin
	RightJoin
	FullJoin
	CrossJoin
)

// String returns the keywords.
func (k JoinKind) String() string {
	return [...]string{"JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"}[k]
}

// AfterMatch is AFTER MATCH SKIP PAST LAST ROW, TO NEXT ROW, or TO FIRST|LAST variable.
type AfterMatch struct {
	Base
	Kind     SkipKind
	Variable *Ident
}

// SkipKind says where matching goes on.
type SkipKind uint8

const (
	SkipPastLastRow SkipKind = iota
	SkipToNextRow
	SkipToFirst
	SkipToLast
)

// Subset is name = (variables) of SUBSET.
type Subset struct {
	Base
	Name      Ident
	Variables []Ident
}

// Define is variable AS condition of DEFINE.
type Define struct {
	Base
	Variable  Ident
	Condition Expr
}

// Pattern is the row pattern of MATCH_RECOGNIZE.
type Pattern interface {
	Node
	pattern()
}

type (
	// PatternVariable is one variable.
	PatternVariable struct {
		Base
		Name Ident
	}
	// PatternSequence is its parts one after the other; PatternChoice is a|b.
	PatternSequence struct {
		Base
		Parts []Pattern
	}
	PatternChoice struct {
		Base
		Parts []Pattern
	}
	// PatternRepeat is a quantifier: *, +, ?, {n}, {n,m}. Max is -1 where there is no upper bound.
	PatternRepeat struct {
		Base
		Part      Pattern
		Min, Max  int
		Reluctant bool
	}
)

func (*PatternVariable) pattern() {}
func (*PatternSequence) pattern() {}
func (*PatternChoice) pattern()   {}
func (*PatternRepeat) pattern()   {}
