package rt

// Change says what a row of an upsert stream is.
type Change uint8

const (
	Insert Change = iota // a row with a new key
	Update               // a row in place of the one with its key
	Delete               // there is no row with this key any more
)

// Changed is a change on its way through an exchange: the row that it takes back, but of an insertion, and the row that is there now,
// but of a deletion.
type Changed[R any] struct {
	Change        Change
	Before, After R
}

var changes = [...]string{Insert: "+I", Update: "+U", Delete: "-D"}

// String returns Flink's short form: +I, +U or -D.
func (c Change) String() string { return changes[c] }
