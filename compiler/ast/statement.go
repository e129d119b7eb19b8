package ast

// Statement is one statement of a job.
type Statement interface {
	Node
	statement()
}

type (
	// CreateTable is CREATE TABLE|STREAM name (columns and constraints) [COMMENT '…'] WITH (options).
	CreateTable struct {
		Base
		Stream      bool // written CREATE STREAM
		Temporary   bool
		IfNotExists bool
		Name        Name
		Columns     []*Column
		Watermarks  []*Watermark  // in order; more than one is the binder's error
		PrimaryKeys []*PrimaryKey // table constraints; a column's own is in Column.PrimaryKey
		Comment     *String
		Options     []*Option
	}

	// CreateTableAs is CREATE TABLE|STREAM name [COMMENT '…'] WITH (options) AS query.
	CreateTableAs struct {
		Base
		Stream      bool
		Temporary   bool
		IfNotExists bool
		Name        Name
		Comment     *String
		Options     []*Option
		Query       *Query
	}

	// CreateView is CREATE [OR REPLACE] [TEMPORARY] VIEW name [(columns)] AS query.
	CreateView struct {
		Base
		OrReplace   bool
		Temporary   bool
		IfNotExists bool
		Name        Name
		Columns     []Ident
		Comment     *String
		Query       *Query
	}

	// CreateFunction is CREATE [TEMPORARY] [AGGREGATE] FUNCTION name(params) RETURNS type LANGUAGE GO AS 'pkg.Func'.
	CreateFunction struct {
		Base
		Aggregate   bool
		OrReplace   bool
		Temporary   bool
		IfNotExists bool
		Name        Name
		Params      []*Param
		Returns     *Type
		Language    Ident
		Target      String
	}

	// Insert is INSERT INTO table [(columns)] query.
	Insert struct {
		Base
		Table   Name
		Columns []Ident
		Query   *Query
	}

	// StatementSet is EXECUTE STATEMENT SET BEGIN insert; … END: Flink's way to group the INSERTs of one job.
	StatementSet struct {
		Base
		Inserts []*Insert
	}

	// Set is SET 'key' = 'value'; a key or value written bare is a String too.
	Set struct {
		Base
		Key, Value String
	}

	// Select is a query that stands as a statement: it prints.
	Select struct {
		Base
		Query *Query
	}
)

func (*CreateTable) statement()    {}
func (*CreateTableAs) statement()  {}
func (*CreateView) statement()     {}
func (*CreateFunction) statement() {}
func (*Insert) statement()         {}
func (*StatementSet) statement()   {}
func (*Set) statement()            {}
func (*Select) statement()         {}

// Column is one column of CREATE TABLE: physical (Type alone), computed (Computed) or metadata (Type and Metadata).
type Column struct {
	Base
	Name       Ident
	Type       *Type       // nil for a computed column
	Computed   Expr        // x AS expr
	Metadata   *Metadata   // METADATA [FROM 'key'] [VIRTUAL]
	PrimaryKey *PrimaryKey // PRIMARY KEY [NOT ENFORCED] behind the column; its Columns is empty
	Comment    *String
}

// Metadata is the METADATA clause of a column. From is nil where the column's own name is the key.
type Metadata struct {
	Base
	From    *String
	Virtual bool
}

// Watermark is WATERMARK FOR column AS expr.
type Watermark struct {
	Base
	Column Ident
	Expr   Expr
}

// PrimaryKey is [CONSTRAINT name] PRIMARY KEY (columns) [NOT ENFORCED].
type PrimaryKey struct {
	Base
	Constraint *Ident
	Columns    []Ident
	Enforced   bool // NOT ENFORCED was not written
}

// Option is one 'key' = 'value' of WITH.
type Option struct {
	Base
	Key, Value String
}

// Param is one parameter of CREATE FUNCTION. Name is nil where only the type was given.
type Param struct {
	Base
	Name *Ident
	Type *Type
}
