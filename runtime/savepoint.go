package rt

import (
	"github.com/weirsql/weir/runtime/checkpoint"
)

// savepoint is asked of the checkpointer.
type savepoint struct {
	name   string
	answer chan savepointAnswer // has room for it
}

type savepointAnswer struct {
	manifest *checkpoint.Manifest
	err      error
}

// save takes a checkpoint and keeps it under a name.
func (c *checkpointer) save(r *run, ask savepoint) {
	named, err := c.store.NewSavepoint(ask.name)
	if err != nil {
		ask.answer <- savepointAnswer{err: err}
		return
	}
	c.take(r, false)
	switch {
	case c.failed != nil:
		ask.answer <- savepointAnswer{err: c.failed}
	case c.number != c.pending.Number: // a worker failed meanwhile
		ask.answer <- savepointAnswer{err: ErrEnding}
	default:
		ask.answer <- savepointAnswer{c.state, named.Keep(c.state)}
	}
}
