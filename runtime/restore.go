package rt

import (
	"fmt"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/evolution"
	"github.com/weirsql/weir/runtime/snapshot"
)

// restore brings time and state back to the checkpoint.
func (r *run) restore() error {
	if r.from == nil {
		return nil
	}
	for _, w := range r.workers {
		r.restoreTime(w)
	}
	restored := r.restoredOperators()
	for _, operator := range restored {
		for _, k := range operator.partitions {
			k.Resume(operator.Watermark)
		}
	}
	entries := 0
	err := r.store.Read(r.manifest, func(_ checkpoint.Segment, entry []byte) error {
		if entries++; entries%reliefEvery == 0 {
			if err := r.relieve(); err != nil {
				return err
			}
		}
		return restoreEntry(restored, entry)
	})
	if err != nil {
		return fmt.Errorf("checkpoint directory %s: %w", r.config.CheckpointDir, err)
	}
	return nil
}

// relieve keeps all states within their memory.
func (r *run) relieve() error {
	for _, w := range r.workers {
		if err := w.relieve(); err != nil {
			return err
		}
	}
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
}

// restoredOperator is an operator of the checkpoint, and what takes its entries.
type restoredOperator struct {
	operatorState
	carried    *evolution.Carried // nil where nothing goes on with it
	partitions []keeper           // of the operator that does
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

// keepersOf are the states of an operator, by partition.
func (r *run) keepersOf(operator string) (list []keeper) {
	for _, w := range r.workers {
		for _, k := range w.keepers() {
			if k.name == operator {
				list = append(list, k)
			}
		}
	}
	return list
}

// restoreEntry gives an entry to the partition that has its key group now.
func restoreEntry(operators []restoredOperator, entry []byte) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if err = storeFailure(value); err == nil {
				panic(value)
			}
		}
	}()
	number, keyGroup, c, err := snapshot.Entry(entry)
	if err != nil {
		return err
	}
	if number >= len(operators) {
		return fmt.Errorf("an entry is of operator %d, of %d", number, len(operators))
	}
	operator := &operators[number]
	if operator.Watermark == EndOfTime || operator.carried == nil {
		return nil
	}
	if recoder := operator.carried.Recoder; recoder != nil {
		recoded, err := recoder.Recode(c.Bytes(), operator.age)
		if err != nil {
			return fmt.Errorf("operator %s: %w", operator.Name, err)
		}
		c = snapshot.Decode(recoded)
	}
	if len(operator.partitions) == 0 {
		return fmt.Errorf("operator %s keeps no state", operator.carried.New)
	}
	operator.partitions[ownerOf(keyGroup, len(operator.partitions))].Restore(c)
	if err := c.End(); err != nil {
		return fmt.Errorf("operator %s: %w", operator.Name, err)
	}
	return nil
}
