package codegen

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// tidyImports moves the standard library's packages in front of the others, as people write them: jennifer sorts all
// imports as one list. It also reports a file without declarations. What doesn't parse is left to verify.
func tidyImports(content []byte) (tidy []byte, empty bool) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", content, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return content, false
	}
	var standard, others []string
	end := files.Position(file.Name.End()).Offset
	for _, spec := range file.Imports {
		line := string(content[files.Position(spec.Pos()).Offset:files.Position(spec.End()).Offset])
		if path, _ := strconv.Unquote(spec.Path.Value); strings.Contains(strings.Split(path, "/")[0], ".") {
			others = append(others, line)
		} else {
			standard = append(standard, line)
		}
	}
	var block token.Pos
	for _, decl := range file.Decls {
		if imports, ok := decl.(*ast.GenDecl); ok && imports.Tok == token.IMPORT {
			block, end = imports.Pos(), files.Position(imports.End()).Offset
		}
	}
	if len(bytes.TrimSpace(content[end:])) == 0 {
		return content, true
	}
	if len(standard) == 0 || len(others) == 0 {
		return content, false
	}
	var b bytes.Buffer
	b.Write(content[:files.Position(block).Offset])
	b.WriteString("import (\n\t" + strings.Join(standard, "\n\t") + "\n\n\t" + strings.Join(others, "\n\t") + "\n)")
	b.Write(content[end:])
	return b.Bytes(), false
}
