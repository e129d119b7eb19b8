package rt

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/runtime/internal/cacheline"
)

// openStages makes the workers of all stages: one goroutine each. A stage that reads has a worker per partition, but no more
// than it has splits, and ranges of them; one behind an exchange has a worker per partition, or is part of the one worker that sends to it.
func (r *run) openStages(ctx context.Context, coordinators []*coordinator) error {
	counts := r.workerCounts(coordinators)
	r.openLinks(counts)
	senders := map[string]int{} // senders of each exchange so far
	for i := range r.job.Stages {
		stage := &r.job.Stages[i]
		if stage.Receives != "" && r.links[stage.Receives] == nil {
			continue // part of the worker that sends to it
		}
		for partition := range counts[i] {
			w := cacheline.Padded(worker{number: len(r.workers), coordinator: coordinators[i], batchSize: r.config.BatchSize, clock: newClock(r.job.MaxAhead), advanced: newClock(0).now, failed: r.failed, observed: r.config.Observe, limits: r.limits})
			r.workers = append(r.workers, w)
			if err := r.openWorker(w, stage, partition, senders); err != nil {
				return err
			}
		}
	}
	return nil
}

// workerCounts is how many workers each stage has.
func (r *run) workerCounts(coordinators []*coordinator) []int {
	counts := make([]int, len(r.job.Stages))
	for i, stage := range r.job.Stages {
		if stage.Receives != "" {
			counts[i] = r.exchange(stage.Receives).receivers(r.config.Partitions)
		} else {
			counts[i] = coordinators[i].workers
		}
	}
	return counts
}

func (r *run) exchange(name string) *Exchange {
	i := slices.IndexFunc(r.job.Exchanges, func(e Exchange) bool { return e.Name == name })
	return &r.job.Exchanges[i]
}

// openLinks makes the rings of the exchanges, but for those that one worker alone sends to and one alone reads: there the stage
// behind the exchange is called straight away.
func (r *run) openLinks(counts []int) {
	for _, e := range r.job.Exchanges {
		senders, receivers := 0, e.receivers(r.config.Partitions)
		for i := range r.job.Stages {
			if slices.Contains(r.job.Stages[i].Sends, e.Name) {
				senders += counts[i]
			}
		}
		if r.config.Partitions > 1 || senders > 1 {
			links := e.Links(senders, receivers)
			links.bind(r.failed)
			if e.Clock {
				links.carryClock()
			}
			r.links[e.Name] = links
		}
	}
}

// openWorker makes what a worker needs: its reader, and the parts that it runs.
func (r *run) openWorker(w *worker, stage *Stage, partition int, senders map[string]int) (err error) {
	w.stats = PartitionStats{Stage: stage.Name, Source: stage.Source, Receives: stage.Receives != "", Partition: partition}
	w.rejecter = rejecter{policy: r.config.OnError, table: stage.Name}
	if stage.Source != "" {
		source := r.source(stage.Source)
		w.rejecter.table, w.rejecter.at = source.table.Name, source.declared.Position
		if w.reader, err = source.NewReader(); err != nil {
			return fmt.Errorf("table %s: %w", source.table.Name, err)
		}
	}
	w.rejecter.lines, _ = w.reader.(LineCounter)
	if stage.Receives != "" {
		w.receiver = r.links[stage.Receives].receiver(partition)
	}
	if w.rejecter.letters, err = r.letterBox(partition); err != nil {
		return err
	}
	made, err := r.openPart(w, stage, partition, senders)
	if err != nil {
		return err
	}
	w.pipeline = made.pipeline
	w.openTicks(made.context.Source, r.store != nil || r.config.Observe)
	return nil
}

// openPart makes a stage's partition in a worker, behind those that it calls. w.parts are in the order of the rows.
func (r *run) openPart(w *worker, stage *Stage, partition int, senders map[string]int) (*part, error) {
	made := &part{stage: stage, context: &StageContext{Partition: partition, clock: w.clock, reject: w.rejecter.reject,
		senders: map[string]senderPort{}, direct: map[string]Partition{}}}
	if stage.Receives != "" {
		made.context.peers = r.exchange(stage.Receives).receivers(r.config.Partitions)
	}
	made.context.refuse, made.context.relieve, made.context.memory = w.refuse, w.relieve, r.memory
	made.context.limits = r.limits
	made.context.late = func() error { return w.rejecter.late(&w.batch, w.clock.now) }
	if stage.Source != "" {
		made.context.Source = r.source(stage.Source).table
	}
	if len(w.parts) == 0 {
		made.context.receiver = w.receiver
	}
	w.parts = append(w.parts, made)
	if err := r.openOutputs(w, made); err != nil {
		return nil, err
	}
	for _, name := range stage.Sends {
		if err := r.openSend(w, made, name, senders); err != nil {
			return nil, err
		}
	}
	var err error
	if made.pipeline, err = stage.New(made.context); err != nil {
		return nil, &UsageError{err}
	}
	return made, nil
}

// openSend joins a part to an exchange: to its rings, or to the stage behind it.
func (r *run) openSend(w *worker, made *part, exchange string, senders map[string]int) error {
	if links := r.links[exchange]; links != nil {
		port := links.sender(senders[exchange])
		senders[exchange]++
		made.context.senders[exchange] = port
		w.senders = append(w.senders, port)
		return nil
	}
	i := slices.IndexFunc(r.job.Stages, func(s Stage) bool { return s.Receives == exchange })
	behind, err := r.openPart(w, &r.job.Stages[i], made.context.Partition, senders)
	if err == nil {
		made.context.direct[exchange] = behind.pipeline
	}
	return err
}

// openOutputs makes one output per sink, whatever number of the stage's INSERTs it takes.
func (r *run) openOutputs(w *worker, made *part) error {
	for _, name := range made.stage.Outputs {
		output, err := r.output(w, made, name)
		if err != nil {
			return err
		}
		output.queries++
	}
	for _, emits := range made.stage.Emits {
		emission := made.context.Emitted(emits.Name)
		for _, name := range emits.Outputs {
			output, err := r.output(w, made, name)
			if err != nil {
				return err
			}
			output.behind = append(output.behind, emission)
			emission.outputs = append(emission.outputs, output)
		}
		for _, name := range emits.Intakes {
			intake := made.context.Intake(name)
			intake.behind = append(intake.behind, emission)
			emission.intakes = append(emission.intakes, intake)
		}
	}
	return nil
}

// output returns a part's output to a sink.
func (r *run) output(w *worker, made *part, sink string) (*Output, error) {
	context := made.context
	if i := slices.Index(context.names, sink); i >= 0 {
		return context.outputs[i], nil
	}
	writer, err := r.newWriter(sink, context.Partition)
	if err != nil {
		return nil, err
	}
	output := newOutput(writer)
	context.names, context.outputs = append(context.names, sink), append(context.outputs, output)
	w.outputs = append(w.outputs, output)
	return output, nil
}

// balance checks that every row that the part was given, and every result, is accounted for.
func (p *part) balance(read int64) error {
	for _, o := range p.context.outputs {
		if want := read*o.queries + o.emitted(); o.taken() != want {
			return fmt.Errorf("stage %s, partition %d, table %s: %d rows and results, but %d written, %d filtered and %d late: a bug of weir's",
				p.stage.Name, p.context.Partition, o.writer.sink, want, o.written, o.Filtered, o.Late)
		}
	}
	for _, i := range p.context.intakes {
		if want := i.given(read, p.intakes(i.Name)); i.seen() != want {
			return fmt.Errorf("stage %s, partition %d, operator %s: %d rows, but %d taken, %d filtered and %d late: a bug of weir's",
				p.stage.Name, p.context.Partition, i.Name, want, i.Taken, i.Filtered, i.Late)
		}
	}
	return nil
}

// finished is what the worker did so far: of each of its parts.
func (w *worker) finished() []PartitionStats {
	stats := w.stats
	stats.Failed, stats.BytesRead, stats.FailedResults, stats.Ahead = w.rejecter.failed, w.bytes.Load(), w.rejecter.results, w.clock.Ahead
	for _, output := range w.outputs {
		stats.WriteTime += output.writer.time
	}
	stats.Pauses = stats.Pauses.clone()
	if w.rejecter.letters != nil {
		stats.DeadLetters = w.rejecter.letters.written
	}
	list := []PartitionStats{stats}
	for i, part := range w.parts {
		if i > 0 {
			list = append(list, PartitionStats{Stage: part.stage.Name, Receives: true, Partition: part.context.Partition, Read: w.sentTo(part)})
		}
		part.report(&list[i])
	}
	return list
}

// report adds a part's counters to its statistics.
func (p *part) report(stats *PartitionStats) {
	for _, o := range p.context.outputs {
		stats.Outputs = append(stats.Outputs, OutputStats{Sink: o.writer.sink, Queries: o.queries + int64(len(o.behind)),
			Written: o.written, Filtered: o.Filtered, Late: o.Late, Bytes: o.writer.bytes})
	}
	for _, i := range p.context.intakes {
		if strings.HasPrefix(i.Name, toExchange) && i.Late == 0 {
			continue
		}
		stats.operator(i.Name).Taken += i.Taken
		stats.operator(i.Name).Filtered += i.Filtered
		stats.operator(i.Name).Late += i.Late
	}
	for _, e := range p.context.emissions {
		stats.operator(e.Name).Emitted += e.Rows - e.failed
	}
	for _, s := range p.context.spilled {
		operator := stats.operator(s.name)
		operator.Spilled += s.count.Out
		operator.SpilledBytes += s.count.Bytes
		operator.Fetched += s.count.In
	}
}
