package rt

import (
	"fmt"
	"time"

	"github.com/weirsql/weir/runtime/evolution"
)

// restore brings time and state back to the checkpoint.
func (r *run) restore() error {
	if r.from == nil {
		return nil
	}
	began := time.Now()
	for _, w := range r.workers {
		r.restoreTime(w)
	}
	restored := r.restoredOperators()
	for _, operator := range restored {
		for _, k := range operator.partitions {
			k.Resume(operator.Watermark)
		}
	}
	if err := r.restoreEntries(restored); err != nil {
		return fmt.Errorf("checkpoint directory %s: %w", r.config.CheckpointDir, err)
	}
	r.checkpoints.restored(r.manifest, time.Since(began))
	return nil
}

// restoreTime brings a worker to the least watermark of its stages. Stages that aren't in the checkpoint have none.
func (r *run) restoreTime(w *worker) {
	least, known := EndOfTime, false
	for _, part := range w.parts {
		for _, s := range r.from.Watermarks {
			if r.stageNow(s.Stage) == part.stage.Name {
				least, known = min(least, s.Watermark), true
			}
		}
	}
	if known {
		w.clock.set(least)
		w.advanced = w.clock.now
	}
	if r.from.Clock > 0 {
		w.clock.restored = r.from.Clock
	}
}

// restoredOperator is an operator of the checkpoint, and what takes its entries.
type restoredOperator struct {
	operatorState
	carried    *evolution.Carried // nil where nothing goes on with it
	partitions []restoredPart     // of the operator that does
	age        int64              // of groups that don't say when they had their last row
}

// restoredOperators are the checkpoint's, by the number that entries name them by.
func (r *run) restoredOperators() []restoredOperator {
	list := make([]restoredOperator, len(r.from.Operators))
	for i, operator := range r.from.Operators {
		list[i] = restoredOperator{operatorState: operator, carried: r.carried(operator.Name)}
		if carried := list[i].carried; carried != nil {
			list[i].partitions, list[i].age = r.keepersOf(carried.New), r.ageOf(operator.Watermark, carried.New)
		}
	}
	return list
}

// restoredPart is an operator's state in one partition.
type restoredPart struct {
	keeper
	worker int // that it is of
}

// keepersOf are the states of an operator, by partition.
func (r *run) keepersOf(operator string) (list []restoredPart) {
	for i, w := range r.workers {
		for _, k := range w.keepers() {
			if k.name == operator {
				list = append(list, restoredPart{k, i})
			}
		}
	}
	return list
}
