package codegen

import (
	"go/token"
	"math/rand/v2"
	"testing"
)

func TestNames(t *testing.T) {
	for _, test := range []struct{ sql, exported, unexported string }{
		{"order_id", "OrderID", "orderID"},
		{"ORDER_ID", "OrderID", "orderID"},
		{"orderId", "OrderID", "orderID"},
		{"id", "ID", "id"},
		{"customer_ids", "CustomerIDs", "customerIDs"},
		{"customerIDs", "CustomerIDs", "customerIDs"},
		{"HTTPServer", "HTTPServer", "httpServer"},
		{"url_path", "URLPath", "urlPath"},
		{"dateTime", "DateTime", "dateTime"},
		{"whereTotalAmountOver100", "WhereTotalAmountOver100", "whereTotalAmountOver100"},
		{"total-amount €", "TotalAmount", "totalAmount"},
		{"straße", "Strasse", "strasse"},
		{"Größe", "Groesse", "groesse"},
		{"1st", "N1st", "n1st"},
		{"type", "Type", "typeValue"},
		{"len", "Len", "lenValue"},
		{"json", "JSON", "jsonValue"},
		{"text", "Text", "textValue"},
		{"顧客", "Unnamed", "unnamed"},
		{"", "Unnamed", "unnamed"},
		{"a\"; os.Exit(1) //", "AOSExit1", "aOSExit1"},
	} {
		if got := exportedName(test.sql); got != test.exported {
			t.Errorf("exportedName(%q) = %s, want %s", test.sql, got, test.exported)
		}
		if got := unexportedName(test.sql); got != test.unexported {
			t.Errorf("unexportedName(%q) = %s, want %s", test.sql, got, test.unexported)
		}
	}
}

func TestRowTypeNames(t *testing.T) {
	for sql, want := range map[string]string{
		"orders": "Order", "market_data": "MarketData", "addresses": "Address", "status": "Status", "entries": "Entry", "boxes": "Box",
		"matches": "Match", "news": "News", "high_value": "HighValue", "customer_ids": "CustomerID", "analysis": "Analysis", "s": "S",
	} {
		if got := rowTypeName(sql); got != want {
			t.Errorf("rowTypeName(%q) = %s, want %s", sql, got, want)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	names := newNamer()
	for i, want := range []string{"price", "price2", "price3"} {
		if got := names.unexported("price"); got != want {
			t.Errorf("price number %d is %s, want %s", i+1, got, want)
		}
	}
	if got := names.unexported("level1") + " " + names.unexported("level1"); got != "level1 level1No2" {
		t.Errorf("names that end in a digit: %s", got)
	}
	if got := names.scope().unexported("price"); got != "price4" {
		t.Errorf("an inner name shadows an outer one: %s", got)
	}
}

// A parameter may have its function's name, but not another function's, which the body may call.
func TestParametersNames(t *testing.T) {
	names := newNamer()
	total, other := names.unexported("total"), names.unexported("other")
	scope := names.function(total).scope()
	if got := scope.unexported("total"); got != "total" {
		t.Errorf("parameter total of function %s is %s", total, got)
	}
	if got := scope.unexported("other"); got == other {
		t.Errorf("a parameter hides function %s", other)
	}
}

// A function that is named after a local must not have the local's name: the code in the local's scope calls it.
func TestFunctionsAvoidLocals(t *testing.T) {
	names := newNamer()
	local := names.locals().unexported("total")
	if function := names.unexported("total"); function == local {
		t.Errorf("function and local are both %s", local)
	}
}

func TestNamesOfAnyText(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	names := newNamer()
	seen := map[string]bool{}
	for range 2000 {
		text := make([]rune, random.IntN(8))
		for i := range text {
			text[i] = []rune{'a', 'Z', '_', '9', ' ', '"', '\n', 'ß', '顧', '\u202e', 0xFFFD, rune(random.IntN(0x3000))}[random.IntN(12)]
		}
		for _, name := range []string{names.exported(string(text)), names.unexported(string(text))} {
			if !isPlainIdentifier(name) || !token.IsIdentifier(name) || reserved(name) || seen[name] {
				t.Fatalf("%q was named %q", string(text), name)
			}
			seen[name] = true
		}
	}
}
