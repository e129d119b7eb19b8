package rt

import "github.com/weirsql/weir/runtime/snapshot"

// Keeper is a stateful operator of one partition, as checkpoints see it. Generated code makes it.
type Keeper interface {
	// Snapshot writes the groups that changed since the last checkpoint, or puts that off (snapshot.Writer.Later): they may change before they are
	// written, and must be written as they were.
	Snapshot(to *snapshot.Writer)
	// Resume brings the state to the watermark of the checkpoint that it is restored from, before the first entry.
	Resume(watermark int64)
	// Restore takes an entry. Later ones replace earlier ones of the same key.
	Restore(entry *snapshot.Codec)
}

// keeper is an operator's state in one partition.
type keeper struct {
	Keeper
	name string // of the operator
}

// Keeps lets checkpoints have a state of the partition.
func (c *StageContext) Keeps(operator string, state Keeper) {
	c.keepers = append(c.keepers, keeper{state, operator})
}

// Sends lets checkpoints have what the first phase of an operator holds: send brings all of it to the exchange, so that none
// is left when a barrier passes.
func (c *StageContext) Sends(send func(watermark int64) error) { c.sends = append(c.sends, send) }
