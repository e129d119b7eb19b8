package ast

import "strconv"

// statement prints a statement without its semicolon.
func (p *printer) statement(node Statement) {
	switch n := node.(type) {
	case *CreateTable:
		p.createTable(n)
	case *CreateTableAs:
		p.create(false, n.Temporary, tableWord(n.Stream), n.IfNotExists, n.Name)
		p.tableEnd(n.Comment, n.Options)
		p.write(" AS ", n.Query)
	case *CreateView:
		p.create(n.OrReplace, n.Temporary, "VIEW", n.IfNotExists, n.Name)
		columns(p, " ", n.Columns)
		p.comment(n.Comment)
		p.write(" AS ", n.Query)
	case *CreateFunction:
		p.create(n.OrReplace, n.Temporary, functionWords(n.Aggregate), n.IfNotExists, n.Name)
		p.write("(")
		list(p, n.Params, ", ")
		p.write(") RETURNS ", n.Returns, " LANGUAGE ", n.Language, " AS ", &n.Target)
	case *Insert:
		p.write("INSERT INTO ", n.Table)
		columns(p, " ", n.Columns)
		p.write(" ", n.Query)
	case *StatementSet:
		p.write("EXECUTE STATEMENT SET BEGIN ")
		for _, insert := range n.Inserts {
			p.write(insert, "; ")
		}
		p.write("END")
	case *Set:
		p.write("SET ", &n.Key, " = ", &n.Value)
	case *Select:
		p.write(n.Query)
	}
}

func tableWord(stream bool) string {
	if stream {
		return "STREAM"
	}
	return "TABLE"
}

// functionWords is what CREATE makes of a function.
func functionWords(aggregate bool) string {
	if aggregate {
		return "AGGREGATE FUNCTION"
	}
	return "FUNCTION"
}

func (p *printer) create(orReplace, temporary bool, what string, ifNotExists bool, name Name) {
	p.write("CREATE ")
	p.writeIf(orReplace, "OR REPLACE ")
	p.writeIf(temporary, "TEMPORARY ")
	p.write(what, " ")
	p.writeIf(ifNotExists, "IF NOT EXISTS ")
	p.write(name)
}

func (p *printer) createTable(n *CreateTable) {
	p.create(false, n.Temporary, tableWord(n.Stream), n.IfNotExists, n.Name)
	if len(n.Columns)+len(n.Watermarks)+len(n.PrimaryKeys) > 0 {
		var elements []Node
		for _, column := range n.Columns {
			elements = append(elements, column)
		}
		for _, watermark := range n.Watermarks {
			elements = append(elements, watermark)
		}
		for _, key := range n.PrimaryKeys {
			elements = append(elements, key)
		}
		p.write(" (")
		list(p, elements, ", ")
		p.write(")")
	}
	p.tableEnd(n.Comment, n.Options)
}

func (p *printer) tableEnd(comment *String, options []*Option) {
	p.comment(comment)
	if len(options) > 0 {
		p.write(" WITH (")
		list(p, options, ", ")
		p.write(")")
	}
}

func (p *printer) comment(comment *String) {
	if comment != nil {
		p.write(" COMMENT ", comment)
	}
}

// part prints the parts of statements and types.
func (p *printer) part(node Node) {
	switch n := node.(type) {
	case *Column:
		p.column(n)
	case *Metadata:
		p.write("METADATA")
		if n.From != nil {
			p.write(" FROM ", n.From)
		}
		p.writeIf(n.Virtual, " VIRTUAL")
	case *Watermark:
		p.write("WATERMARK FOR ", n.Column, " AS ", n.Expr)
	case *PrimaryKey:
		if n.Constraint != nil {
			p.write("CONSTRAINT ", *n.Constraint, " ")
		}
		p.write("PRIMARY KEY")
		columns(p, " ", n.Columns)
		p.writeIf(!n.Enforced, " NOT ENFORCED")
	case *Option:
		p.write(&n.Key, " = ", &n.Value)
	case *Param:
		if n.Name != nil {
			p.write(*n.Name, " ")
		}
		p.write(n.Type)
	case *Type:
		p.typeOf(n)
	case *TypeField:
		p.write(n.Name, " ", n.Type)
		p.comment(n.Comment)
	case *Alias:
		p.write("AS ", n.Name)
		columns(p, " ", n.Columns)
	case *AfterMatch:
		p.write("AFTER MATCH SKIP ", []string{"PAST LAST ROW", "TO NEXT ROW", "TO FIRST", "TO LAST"}[n.Kind])
		if n.Variable != nil {
			p.write(" ", *n.Variable)
		}
	case *Subset:
		p.write(n.Name)
		columns(p, " = ", n.Variables)
	case *Define:
		p.write(n.Variable, " AS ", n.Condition)
	default:
		p.queryPart(n)
	}
}

func (p *printer) column(n *Column) {
	p.write(n.Name, " ")
	if n.Computed != nil {
		p.write("AS ", n.Computed)
	} else {
		p.write(n.Type)
	}
	if n.Metadata != nil {
		p.write(" ", n.Metadata)
	}
	if n.PrimaryKey != nil {
		p.write(" ", n.PrimaryKey)
	}
	p.comment(n.Comment)
}

// typeOf prints a type in Flink's spelling.
func (p *printer) typeOf(n *Type) {
	p.write(n.Kind.String())
	switch n.Kind {
	case ArrayType:
		p.write("<", n.Elem, ">")
	case MapType:
		p.write("<", n.Key, ", ", n.Elem, ">")
	case RowType:
		p.write("<")
		list(p, n.Fields, ", ")
		p.write(">")
	}
	for i, param := range n.Params {
		p.write([]string{"(", ", "}[min(i, 1)], strconv.Itoa(param))
	}
	p.writeIf(len(n.Params) > 0, ")")
	p.writeIf(n.NotNull, " NOT NULL")
}
