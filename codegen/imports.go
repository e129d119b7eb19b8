package codegen

import "strings"

// importPaths are the packages that generated code may import, user functions' packages and the job's own apart.
// Each is named by its last element, the runtime itself by rt.
var importPaths = []string{
	rtPath,
	rtPath + "/connector/blackhole",
	rtPath + "/connector/datagen",
	rtPath + "/connector/file",
	rtPath + "/connector/print",
	rtPath + "/csv",
	decimalPath,
	jsonPath,
	rtPath + "/num",
	rtPath + "/raw",
	temporalPath,
	rtPath + "/text",
	"math",
	"os",
	"time/tzdata", // exprs.go, where the SQL names a time zone: for its data alone
	"unsafe",
}

// importNames are the names that those packages have in generated files.
var importNames = func() map[string]bool {
	names := map[string]bool{}
	for _, path := range importPaths {
		names[importName(path)] = true
	}
	return names
}()

func importName(path string) string {
	if path == rtPath {
		return "rt"
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}
