package state

// Due are the groups that changes have reached and whose results haven't gone on yet, each once, in the order of the changes. There are
// two at most, that which a row leaves and that which it goes to, but where a result failed and left others behind. The zero
// value is ready.
type Due[G any] struct{ groups []*G }

// Add makes a group due.
func (d *Due[G]) Add(group *G) {
	for _, known := range d.groups {
		if known == group {
			return
		}
	}
	d.groups = append(d.groups, group)
}

// Waits reports that some are due.
func (d *Due[G]) Waits() bool { return len(d.groups) > 0 }

// Next takes the first group that is due out; nil where none is.
func (d *Due[G]) Next() *G {
	if len(d.groups) == 0 {
		return nil
	}
	first := d.groups[0]
	d.groups = d.groups[:copy(d.groups, d.groups[1:])]
	return first
}
