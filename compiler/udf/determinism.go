package udf

import (
	"fmt"
	"go/ast"
	"go/token"
	gotypes "go/types"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/weirsql/weir/compiler/diag"
)

// deterministic reports whether a function's result depends on its arguments alone, and warns where it may not. It follows
// calls within the function's module; of other modules it knows the parts of the standard library that read the outside world.
func (l *loader) deterministic(d Declaration, function *gotypes.Func) bool {
	w := walker{loader: l, visited: map[string]bool{}}
	w.use(function, []string{function.Name()}, function.Pos())
	for _, f := range w.findings {
		l.report(diag.Diagnostic{Code: diag.NotDeterministic, Severity: diag.Warning, Span: d.TargetSpan,
			Message: fmt.Sprintf("function %s may give different results for equal arguments: %s", d.Name, f.what),
			Notes:   []diag.Note{{Message: strings.Join(f.chain, " → ") + " at " + l.position(f.pos)}},
			Fix:     &diag.Fix{Message: "pass what it needs as an argument; a job that is restarted or run again must compute the same"}})
	}
	return len(w.findings) == 0
}

// finding is one reason why a function isn't deterministic, with the calls that lead to it.
type finding struct {
	what  string
	chain []string
	pos   token.Pos
}

// walker visits a function and what it calls.
type walker struct {
	*loader
	visited  map[string]bool // by full name
	findings []finding
}

// visit inspects a function's body, once.
func (w *walker) visit(function *gotypes.Func, chain []string) {
	function = function.Origin()
	if w.visited[function.FullName()] || function.Pkg() == nil {
		return
	}
	w.visited[function.FullName()] = true
	pkg := w.packages[function.Pkg().Path()]
	if pkg == nil {
		return
	}
	if body := bodyOf(pkg, function); body != nil {
		w.inspect(pkg, body, chain)
	}
}

// bodyOf finds a function's body by its full name, since a package that was loaded on its own and the same package seen
// from another have different objects.
func bodyOf(pkg *packages.Package, function *gotypes.Func) *ast.BlockStmt {
	for _, file := range pkg.Syntax {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Name.Name != function.Name() {
				continue
			}
			if object, ok := pkg.TypesInfo.Defs[f.Name].(*gotypes.Func); ok && object.FullName() == function.FullName() {
				return f.Body
			}
		}
	}
	return nil
}

func (w *walker) inspect(pkg *packages.Package, body ast.Node, chain []string) {
	note := func(pos token.Pos, format string, args ...any) {
		w.findings = append(w.findings, finding{fmt.Sprintf(format, args...), chain, pos})
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			note(n.Pos(), "it starts a goroutine")
		case *ast.SelectStmt:
			if len(n.Body.List) > 1 {
				note(n.Pos(), "select takes whichever case is ready")
			}
		case *ast.RangeStmt:
			if isMap(pkg.TypesInfo.TypeOf(n.X)) {
				note(n.Pos(), "a map is walked in random order")
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if name := packageVariable(pkg, left); name != "" {
					note(left.Pos(), "it writes to the package-level variable %s", name)
				}
			}
		case *ast.IncDecStmt:
			if name := packageVariable(pkg, n.X); name != "" {
				note(n.X.Pos(), "it writes to the package-level variable %s", name)
			}
		case *ast.UnaryExpr:
			if name := packageVariable(pkg, n.X); n.Op == token.AND && name != "" {
				note(n.Pos(), "it takes the address of the package-level variable %s", name)
			}
		case *ast.SelectorExpr:
			if name := changedByMethod(pkg, n); name != "" {
				note(n.Pos(), "it calls a method of the package-level variable %s, which can change it", name)
			}
		case *ast.Ident:
			if function, ok := pkg.TypesInfo.Uses[n].(*gotypes.Func); ok && function.Pkg() != nil {
				w.use(function, append(chain[:len(chain):len(chain)], qualified(function)), n.Pos())
			}
		}
		return true
	})
}

// use follows a function that is called, or passed on as a value.
func (w *walker) use(function *gotypes.Func, chain []string, at token.Pos) {
	if what := outside(function); what != "" {
		w.findings = append(w.findings, finding{what, chain, at})
		return
	}
	w.visit(function, chain)
}

// qualified names a function for a chain of calls.
func qualified(function *gotypes.Func) string {
	if !isPackageFunction(function) {
		return function.Name()
	}
	return function.Pkg().Name() + "." + function.Name()
}

func isMap(t gotypes.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*gotypes.Map)
	return ok
}

// packageVariable names the package-level variable that an expression is, or is a part of; "" for any other.
func packageVariable(pkg *packages.Package, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return variableName(pkg.TypesInfo.Uses[e])
	case *ast.SelectorExpr:
		if name := variableName(pkg.TypesInfo.Uses[e.Sel]); name != "" {
			return name
		}
		return packageVariable(pkg, e.X)
	case *ast.IndexExpr:
		return packageVariable(pkg, e.X)
	case *ast.StarExpr:
		return packageVariable(pkg, e.X)
	case *ast.ParenExpr:
		return packageVariable(pkg, e.X)
	}
	return ""
}

func variableName(object gotypes.Object) string {
	v, ok := object.(*gotypes.Var)
	if !ok || v.IsField() || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return ""
	}
	return v.Name()
}

// changedByMethod names the package-level variable whose address a method call takes without saying so: cache.Store(…) on
// a sync.Map. A method of what a variable points to, such as a compiled *regexp.Regexp, is left alone.
func changedByMethod(pkg *packages.Package, e *ast.SelectorExpr) string {
	selection := pkg.TypesInfo.Selections[e]
	if selection == nil || selection.Kind() != gotypes.MethodVal || isPointer(selection.Recv()) {
		return ""
	}
	if !isPointer(selection.Obj().(*gotypes.Func).Type().(*gotypes.Signature).Recv().Type()) {
		return ""
	}
	return packageVariable(pkg, e.X)
}

func isPointer(t gotypes.Type) bool {
	_, ok := t.Underlying().(*gotypes.Pointer)
	return ok
}

// clockFunctions read the clock or wait on it.
var clockFunctions = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "AfterFunc": true,
	"Tick": true, "NewTicker": true, "NewTimer": true}

// outside says how a function of the standard library reaches beyond its arguments; "" where it doesn't.
func outside(function *gotypes.Func) string {
	path, name := function.Pkg().Path(), function.Name()
	switch {
	case path == "time" && clockFunctions[name] && isPackageFunction(function):
		return "time." + name + " reads the clock"
	case path == "math/rand" || path == "math/rand/v2":
		if isPackageFunction(function) && !strings.HasPrefix(name, "New") {
			return function.Pkg().Name() + "." + name + " is random"
		}
	case path == "crypto/rand", path == "hash/maphash":
		return path + "." + name + " is random"
	case path == "os" || path == "os/exec" || path == "os/user" || path == "syscall":
		return function.Pkg().Name() + "." + name + " reaches the operating system"
	case path == "net" || strings.HasPrefix(path, "net/") && path != "net/url" && path != "net/netip" && path != "net/mail" && path != "net/textproto":
		return function.Pkg().Name() + "." + name + " reaches the network"
	case path == "runtime" && name != "KeepAlive":
		return function.Pkg().Name() + "." + name + " depends on the running program"
	case path == "maps" && (name == "Keys" || name == "Values" || name == "All"):
		return "maps." + name + " walks a map in random order"
	}
	return ""
}

func isPackageFunction(function *gotypes.Func) bool {
	return function.Type().(*gotypes.Signature).Recv() == nil
}
