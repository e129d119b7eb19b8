package rt

import (
	"cmp"
	"slices"
)

// readSplits are the parts of splits, by ID, that were read to their end.
type readSplits map[int]spans

// left lists what a stage hasn't read, in the order of its splits. A split that partitions read in turn may have several entries: what is left of the ranges
// that they are in, and the rest.
func (c *checkpointer) left(stage string, of *coordinator) []SplitPosition {
	reading := map[int][]workerState{}
	for _, got := range c.latest {
		if state := got.state; state.stage == stage && state.reads != nil {
			reading[state.within.ID] = append(reading[state.within.ID], state)
		}
	}
	left := []SplitPosition{}
	for _, split := range of.splits {
		left = append(left, leftOf(split, c.read[stage][split.ID], reading[split.ID])...)
	}
	return left
}

// leftOf is what is left of a split, or of a part of one that the job began with.
func leftOf(split *Split, read spans, reading []workerState) (left []SplitPosition) {
	whole := spanOf(split)
	begun := slices.Clone(read)
	for _, state := range reading {
		within := spanOf(state.within)
		if within.start < whole.start || within.start >= whole.end {
			continue // it is in another part
		}
		begun = begun.with(within)
		if state.reads.Start < within.end {
			left = append(left, *state.reads)
		}
	}
	for _, gap := range begun.gaps(whole) {
		left = append(left, positionIn(split, gap))
	}
	slices.SortFunc(left, func(a, b SplitPosition) int { return cmp.Compare(a.Start, b.Start) })
	return joined(left)
}

// positionIn is the position of a part of a split that isn't begun.
func positionIn(split *Split, part span) SplitPosition {
	position := positionOf(split)
	if part.start > split.Start {
		position.Start, position.Line = part.start, 0
	}
	if part.end < spanOf(split).end {
		position.End = part.end
	}
	return position
}

// joined makes one of neighbours.
func joined(list []SplitPosition) (left []SplitPosition) {
	for _, next := range list {
		last := len(left) - 1
		if last < 0 || left[last].End != next.Start {
			left = append(left, next)
			continue
		}
		left[last].End = next.End
		if left[last].Identity == nil {
			left[last].Identity = next.Identity
		}
	}
	return left
}
