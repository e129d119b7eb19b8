package codegen

import (
	"fmt"

	"github.com/dave/jennifer/jen"
)

// command makes the job's main.go.
//
//	func main() { os.Exit(rt.Main(highvalue.Job())) }
func (g *generator) command(name string) []jen.Code {
	return []jen.Code{
		jen.Func().Id("main").Params().Block(
			jen.Qual("os", "Exit").Call(jen.Add(symbol("Main")).Call(jen.Qual(g.opts.ImportPath, "Job").Call())),
		),
	}
}

// commandComment stands above the package clause of main.go.
func (g *generator) commandComment(f *jen.File) {
	f.PackageComment(fmt.Sprintf("// Command %s runs the streaming job of %s. Its flags are listed by -help.", PackageName(g.plan.Job), g.sql.name))
}
