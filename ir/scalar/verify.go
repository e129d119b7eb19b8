package scalar

import (
	"fmt"
	"math/big"

	"github.com/weirsql/weir/ir/types"
)

// Verify checks an expression over a row of the given column types: its columns exist and are read with their types, and each
// node's shape and type agree with its operands'.
func Verify(e Expr, columns []types.Type) error {
	var err error
	Walk(e, func(e Expr) bool {
		if err = verifyNode(e, columns); err != nil {
			err = fmt.Errorf("%s: %w", describe(e), err)
		}
		return err == nil
	})
	return err
}

func verifyNode(e Expr, columns []types.Type) error {
	switch e := e.(type) {
	case *Column:
		return verifyColumn(e, columns)
	case *Literal:
		return verifyLiteral(e)
	case *And:
		return verifyOperands(e.Operands, 2, types.Boolean)
	case *Or:
		return verifyOperands(e.Operands, 2, types.Boolean)
	case *Not:
		return verifyOperands(Children(e), 1, types.Boolean)
	case *IsTruth:
		return verifyOperands(Children(e), 1, types.Boolean)
	case *Case:
		return verifyCase(e)
	case *Field:
		if row := e.Operand.Type(); e.Index < 0 || e.Index >= len(row.Fields) {
			return fmt.Errorf("%s has no field %d", row, e.Index)
		}
	case *UserCall:
		if len(e.Args) != len(e.Function.Params) {
			return fmt.Errorf("%d arguments for %d parameters", len(e.Args), len(e.Function.Params))
		}
	}
	return nil
}

func verifyColumn(e *Column, columns []types.Type) error {
	if e.Index < 0 || e.Index >= len(columns) {
		return fmt.Errorf("the input has %d columns", len(columns))
	}
	if !e.Typ.Equal(columns[e.Index]) {
		return fmt.Errorf("read as %s, the input's column is %s", e.Typ, columns[e.Index])
	}
	return nil
}

func verifyLiteral(l *Literal) error {
	if l.Value == nil && !l.Typ.Nullable {
		return fmt.Errorf("NULL of type %s", l.Typ)
	}
	if l.Value != nil && !holds(l.Typ.Kind, l.Value) {
		return fmt.Errorf("a literal of %s holds a %T", l.Typ, l.Value)
	}
	return nil
}

// holds reports whether a literal of a kind may have a value of this Go type.
func holds(kind types.Kind, value any) bool {
	switch value.(type) {
	case bool:
		return kind == types.Boolean
	case int64:
		t := types.Of(kind)
		return t.IsInteger() || t.IsTimestamp() || kind == types.Date || kind == types.Time
	case float64:
		return types.Of(kind).IsFloat()
	case string:
		return types.Of(kind).IsString() || kind == types.JSON || kind == types.UUID
	case []byte:
		return kind == types.Bytes
	case *big.Int:
		return kind == types.Decimal
	case types.IntervalValue:
		return kind == types.Interval
	}
	return false
}

func verifyOperands(list []Expr, least int, kind types.Kind) error {
	if len(list) < least {
		return fmt.Errorf("%d operands", len(list))
	}
	for _, e := range list {
		if e.Type().Kind != kind {
			return fmt.Errorf("operand %s is %s", Print(e), e.Type())
		}
	}
	return nil
}

func verifyCase(e *Case) error {
	for _, when := range e.Whens {
		if when.Cond.Type().Kind != types.Boolean {
			return fmt.Errorf("condition %s is %s", Print(when.Cond), when.Cond.Type())
		}
		if !when.Then.Type().Same(e.Typ) {
			return fmt.Errorf("branch %s is %s", Print(when.Then), when.Then.Type())
		}
	}
	return nil
}

// describe prints an expression for a message, as far as it can be printed.
func describe(e Expr) string {
	if l, ok := e.(*Literal); ok {
		return fmt.Sprint(l.Value)
	}
	return Print(e)
}
