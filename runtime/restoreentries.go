package rt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/snapshot"
)

// restorer restores what one worker has of the checkpoint, in a goroutine of its own.
//
//	segments ─▶ checked, dealt by key group ─▶ blocks of entries ─▶ restorer of worker 0
//	                                        └▶ blocks of entries ─▶ restorer of worker 1
type restorer struct {
	worker    *worker
	operators []restoredOperator
	block     []byte // of entries, each behind its length; it goes when it is full
	blocks    chan []byte
	failed    chan<- error
	codec     snapshot.Codec
	entries   int
}

// The bytes of a block, and how many blocks may wait for a restorer.
const (
	restoredBlock = 64 << 10
	restoredAhead = 4
)

// errRestoreFailed ends the reading of segments when a restorer has failed, which has said why.
var errRestoreFailed = errors.New("an entry can't be restored")

// restoreEntries gives each entry to the partition that has its key group now. Those of one partition stay in their order.
func (r *run) restoreEntries(operators []restoredOperator) error {
	failed := make(chan error, len(r.workers)) // each says one thing at most
	restorers := make([]*restorer, len(r.workers))
	var working sync.WaitGroup
	for i, w := range r.workers {
		if len(w.keepers()) == 0 {
			continue
		}
		made := &restorer{worker: w, operators: operators, blocks: make(chan []byte, restoredAhead), failed: failed}
		restorers[i] = made
		working.Go(made.run)
	}
	err := r.store.Read(r.manifest, func(_ checkpoint.Segment, entry []byte) error {
		worker, err := ownerOfEntry(operators, entry)
		if err != nil || worker < 0 {
			return err
		}
		return restorers[worker].add(entry)
	})
	for _, restorer := range restorers {
		if restorer != nil {
			restorer.blocks <- restorer.block
			close(restorer.blocks)
		}
	}
	working.Wait()
	select {
	case failure := <-failed:
		return failure
	default:
		return err
	}
}

// ownerOfEntry is the worker that an entry goes to; -1 where nothing goes on with its operator.
func ownerOfEntry(operators []restoredOperator, entry []byte) (worker int, err error) {
	number, keyGroup, _, err := snapshot.Address(entry)
	if err != nil {
		return 0, err
	}
	if number >= len(operators) {
		return 0, fmt.Errorf("an entry is of operator %d, of %d", number, len(operators))
	}
	operator := &operators[number]
	if operator.Watermark == EndOfTime || operator.carried == nil {
		return -1, nil
	}
	if len(operator.partitions) == 0 {
		return 0, fmt.Errorf("operator %s keeps no state", operator.carried.New)
	}
	return operator.partitions[ownerOf(keyGroup, len(operator.partitions))].worker, nil
}

// add takes an entry, which is good until the next one is read.
func (r *restorer) add(entry []byte) error {
	r.block = append(binary.AppendUvarint(r.block, uint64(len(entry))), entry...)
	if len(r.block) < restoredBlock {
		return nil
	}
	if len(r.failed) > 0 {
		return errRestoreFailed
	}
	r.blocks <- r.block
	r.block = make([]byte, 0, restoredBlock+restoredBlock/8)
	return nil
}

// run restores blocks. Behind an entry that fails it takes the others, and does nothing with them.
func (r *restorer) run() {
	var err error
	for block := range r.blocks {
		if err != nil {
			continue
		}
		if err = r.restore(block); err != nil {
			r.failed <- err
		}
	}
}

// restore restores a block. What a store says that fails, it panics with.
func (r *restorer) restore(block []byte) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if err = storeFailure(value); err == nil {
				panic(value)
			}
		}
	}()
	for len(block) > 0 {
		length, n := binary.Uvarint(block)
		entry := block[n:][:length]
		block = block[n:][length:]
		if r.entries++; r.entries%reliefEvery == 0 {
			if err := r.worker.relieve(); err != nil {
				return err
			}
		}
		if err := r.entry(entry); err != nil {
			return err
		}
	}
	return nil
}

// entry restores one entry.
func (r *restorer) entry(entry []byte) error {
	number, keyGroup, data, err := snapshot.Address(entry)
	if err != nil {
		return err
	}
	operator := &r.operators[number]
	if recoder := operator.carried.Recoder; recoder != nil {
		if data, err = recoder.Recode(data, operator.age); err != nil {
			return fmt.Errorf("operator %s: %w", operator.Name, err)
		}
	}
	r.codec.Decode(data)
	operator.partitions[ownerOf(keyGroup, len(operator.partitions))].Restore(&r.codec)
	if err := r.codec.End(); err != nil {
		return fmt.Errorf("operator %s: %w", operator.Name, err)
	}
	return nil
}
