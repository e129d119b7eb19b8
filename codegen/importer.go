package codegen

// Importer resolves the imports of generated packages for their type check, from the export data that the go command
// keeps in its build cache. It may be used for many packages, one after another.
type Importer struct {
	dir string
}

// NewImporter returns an Importer that resolves import paths as the go command does in dir.
func NewImporter(dir string) *Importer { return &Importer{dir: dir} }
