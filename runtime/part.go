package rt

import (
	"errors"
	"slices"
	"time"
)

// part is one stage of a worker.
type part struct {
	stage    *Stage
	context  *StageContext
	pipeline Partition
}

// toExchange begins the name of an intake that is an exchange, whose rows another stage takes.
const toExchange = "to "

// untake takes a failed record out of the part's counters: expected is how many rows it was given but for those that failed.
func (p *part) untake(expected int64) {
	for _, output := range p.context.outputs {
		if output.queries > 0 {
			output.untake(expected*output.queries + output.emitted())
		}
	}
	for _, intake := range p.context.intakes {
		intake.untake(intake.given(expected, p.intakes(intake.Name)))
	}
}

// intakes is how many ways of the part's input end in an operator.
func (p *part) intakes(name string) int64 {
	var count int64
	for _, intake := range p.stage.Intakes {
		if intake == name {
			count++
		}
	}
	return count
}

// settle counts the result that failed: the operator has counted it, and its outputs haven't got it.
func (w *worker) settle() {
	for _, part := range w.parts {
		for _, emission := range part.context.emissions {
			if emission.short() {
				emission.failed++
			}
		}
	}
}

// short reports that outputs lack a result.
func (e *Emission) short() bool {
	return slices.ContainsFunc(e.outputs, func(o *Output) bool { return o.queries == 0 && o.taken() < o.emitted() }) ||
		slices.ContainsFunc(e.intakes, func(i *Intake) bool { return i.seen() < i.given(0, 0) })
}

// receive works through the batches of an exchange.
func (w *worker) receive() error {
	w.batch = Batch{Split: &Split{}}
	ticks, stop := w.ticks()
	defer stop()
	for {
		start := time.Now()
		rows, more, err := w.receiver.next(ticks)
		w.stats.ReadTime += time.Since(start)
		if err != nil || !more {
			return err
		}
		w.batch, w.panicked = Batch{Split: w.batch.Split, Count: int64(rows), Idle: w.receiver.idle()}, 0
		if rows > 0 {
			if err := w.process(); err != nil {
				return err
			}
			if err := w.align(); err != nil {
				return err
			}
			continue
		}
		if err := w.pass(); err != nil {
			return err
		}
		if err := w.align(); err != nil {
			return err
		}
	}
}

// align takes the worker through a barrier when it has come from all senders.
func (w *worker) align() error {
	w.thaw()
	if number := w.receiver.aligned(); number > 0 {
		return w.passBarrier(number)
	}
	return nil
}

// passTime brings the state to the watermark behind a batch, and lets the stages behind exchanges know.
func (w *worker) passTime() error {
	w.clock.passed = w.clock.machine
	if w.receiver != nil {
		w.clock.set(w.receiver.watermark())
		if passed, carried := w.receiver.machine(); carried {
			w.clock.passed = min(w.clock.passed, passed)
		}
	} else {
		w.clock.hold(w.coordinator.left())
	}
	if w.clock.now > w.advanced || len(w.senders) > 0 || w.byClock || w.checkpoints != nil {
		// While time stands still, too: a first phase that has many groups sends them, and results that one which failed left behind go on, since a
		// barrier may come next.
		w.advanced = w.clock.now
		if err := w.advance(w.advanced); err != nil {
			return err
		}
	}
	for _, sender := range w.senders {
		if err := sender.flush(w.clock.now, w.clock.passed, w.batch.Idle, w.isResting()); err != nil {
			return err
		}
	}
	return nil
}

// finish ends the input: everything is complete.
func (w *worker) finish() error {
	w.clock.set(EndOfTime)
	if err := w.advance(EndOfTime); err != nil {
		return err
	}
	for _, sender := range w.senders {
		if err := sender.end(); err != nil {
			return err
		}
	}
	return nil
}

// advance brings all parts to a watermark, in the order of the rows.
func (w *worker) advance(watermark int64) error {
	for _, part := range w.parts {
		advancer, ok := part.pipeline.(Advancer)
		if !ok {
			continue
		}
		for again := true; again; {
			var err error
			if again, err = w.tryAdvance(advancer, watermark); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *worker) tryAdvance(advancer Advancer, watermark int64) (again bool, err error) {
	defer func() {
		if value := recover(); value != nil {
			again, err = true, w.rejectResult(value)
		}
	}()
	w.advancing = true
	defer func() { w.advancing = false }()
	return false, advancer.Advance(watermark)
}

// refuse does with a row that an operator couldn't take what the policy says of a record. It is the batch's current record, or a result on
// its way to another operator.
func (w *worker) refuse(err error) error {
	w.rejecter.results++
	if w.advancing {
		return w.rejecter.rejectResult(err)
	}
	return w.rejecter.apply(w.rejecter.describe(&w.batch, err))
}

// rejectResult does with a result that failed what the policy says of a record.
func (w *worker) rejectResult(value any) error {
	if err := storeFailure(value); err != nil {
		return err
	}
	if w.writing() {
		panic(value)
	}
	before := w.failedResults()
	w.settle()
	if w.failedResults() == before {
		panic(value) // nothing was emitted: no result's fault, and no end to it
	}
	w.rejecter.results++
	return w.rejecter.rejectResult(recordFailure(value))
}

func (w *worker) failedResults() (sum int64) {
	for _, part := range w.parts {
		for _, emission := range part.context.emissions {
			sum += emission.failed
		}
	}
	return sum
}

// balance checks that every row that was read, and every result that was emitted, is accounted for.
func (w *worker) balance() error {
	read := w.stats.Read - w.rejecter.failed
	var problems []error
	for i, part := range w.parts {
		if i > 0 {
			read = w.sentTo(part)
		}
		problems = append(problems, part.balance(read))
	}
	return errors.Join(problems...)
}
