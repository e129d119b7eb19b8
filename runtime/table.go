package rt

// Table is what a connector is made from: a table's options, resolved, and what is known about it.
type Table struct {
	Name         string
	Header       string // sink: the line that starts each file
	Compressions []*Compression

	options  []Option
	used     map[string]bool
	problems []error
}
