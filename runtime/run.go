package rt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/evolution"
	"github.com/weirsql/weir/runtime/store"
)

// Run runs a job to its end. When ctx is done it drains: it stops reading at a batch's end, writes what was processed,
// commits and returns without an error. Stats are there with or without an error, as far as the job came; a *UsageError
// says that it couldn't start as it was asked to.
func Run(ctx context.Context, job *Job, config Config) (*Stats, error) {
	r := &run{job: job, config: config.withDefaults(job), links: map[string]Links{}, failed: make(chan struct{}), limits: newLimits(job.Limits)}
	r.stats = &Stats{Job: job.Name, Started: time.Now()}
	defer r.close()
	defer r.detach()
	if err := r.run(ctx); err != nil {
		stats := r.finish(ctx)
		stats.Failed = true
		r.discard(stats)
		return stats, errors.Join(err, r.abort())
	}
	return r.finish(ctx), nil
}

// run is one run of a job.
type run struct {
	job        *Job
	config     Config
	stats      *Stats
	sources    []*openSource
	sinks      []*openSink // those that were opened: they must be committed or aborted
	letters    *letterFile // --dead-letter
	letterGate *gate       // nil where letters can't be taken back
	workers    []*worker
	links      map[string]Links // by exchange
	failed     chan struct{}    // closed when a worker fails
	limits     *limits

	coordinators []*coordinator       // by stage; nil behind an exchange
	state        store.Store          // of --state-memory; nil without
	stateDir     *stateDir            // that it is in
	memory       *store.Memory        // that states share
	store        *checkpoint.Store    // nil without checkpoints
	from         *content             // what the job goes on from; nil where it begins
	manifest     *checkpoint.Manifest // that it is from
	keeps        *evolution.Schema    // what the job's checkpoints are of; nil without them
	edit         *evolution.Report    // what becomes of what the checkpoint has
	checkpoints  *checkpointer        // nil without checkpoints
	stopped      bool                 // at a checkpoint, with more to read
	attached     []func()             // what Config.Attach returned
	logging      sync.Mutex
	retries      []*retries // of all that has files
}

type openSource struct {
	declared *SourceTable
	table    *Table
	Source
}

type openSink struct {
	declared  *SinkTable
	table     *Table
	committed bool
	gate      *gate // nil where what was written isn't taken back: without checkpoints, or because it can't be
	Sink
}

func (r *run) run(ctx context.Context) error {
	if err := errors.Join(r.prepare(), r.lookBack()); err != nil {
		return &UsageError{err}
	}
	if err := r.openStore(); err != nil {
		return &UsageError{err}
	}
	if r.from != nil && r.from.Phase == committed {
		r.log("there is nothing left to do: checkpoint %d of %s says that all input was read and all output is in place", r.manifest.Number, r.config.CheckpointDir)
		if err := r.canRestore(); err != nil { // it may have been taken away, as output should be: that is no failure
			r.log("since then: %v", err)
		}
		return nil
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	if err := r.attach(ctx.Done()); err != nil {
		return err
	}
	if err := r.work(ctx); err != nil {
		return err
	}
	if err := r.balance(); err != nil {
		return err
	}
	if r.stopped {
		return r.suspend()
	}
	return r.complete()
}

// prepare resolves options and makes sources and sinks: mistakes that no other machine or moment would make good.
func (r *run) prepare() error {
	var problems []error
	for i := range r.job.Sources {
		problems = append(problems, r.prepareSource(&r.job.Sources[i]))
	}
	for i := range r.job.Sinks {
		problems = append(problems, r.prepareSink(&r.job.Sinks[i]))
	}
	problems = append(problems, r.checkSet(), r.checkPolicy(), r.checkStateMemory(), r.checkOptions(false))
	return errors.Join(problems...)
}

func (r *run) prepareSource(declared *SourceTable) error {
	table, err := resolveTable(declared.Name, declared.Options, r.config.Set, r.config.env)
	if err != nil {
		return err
	}
	table.Files, table.Started, table.Compressions = r.filesOf("table "+table.Name, r.config.RetryFor), r.stats.Started, declared.Compressions
	source, err := declared.New(table)
	if err != nil {
		return err
	}
	r.sources = append(r.sources, &openSource{declared, table, source})
	return nil
}

func (r *run) prepareSink(declared *SinkTable) error {
	table, err := resolveTable(declared.Name, declared.Options, r.config.Set, r.config.env)
	if err != nil {
		return err
	}
	table.Files, table.Started, table.Compressions, table.Header = r.filesOf("table "+table.Name, r.config.RetryFor), r.stats.Started, declared.Compressions, declared.Header
	sink, err := declared.New(table)
	if err != nil {
		return err
	}
	r.sinks = append(r.sinks, &openSink{declared: declared, table: table, Sink: sink})
	return nil
}

// checkSet refuses a --set whose table the job doesn't have.
func (r *run) checkSet() error {
	var names []string
	for _, source := range r.job.Sources {
		names = append(names, source.Name)
	}
	for _, sink := range r.job.Sinks {
		names = append(names, sink.Name)
	}
	for _, set := range r.config.Set {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, set.Table) }) {
			return fmt.Errorf("--set %s.%s: the job has no table %s%s", set.Table, set.Key, set.Table, suggest(set.Table, names))
		}
	}
	return nil
}

func (r *run) checkPolicy() error {
	file, table := r.config.DeadLetters != "", r.job.DeadLetters.Sink != ""
	switch {
	case r.config.OnError == DeadLetter && !file && !table:
		return errors.New("on-error is dead-letter, but nothing takes the letters: add --dead-letter FILE, or SET 'on-error.table' in the SQL")
	case r.config.OnError != DeadLetter && file:
		return fmt.Errorf("--dead-letter takes failed records, but on-error is %s: add --on-error dead-letter", r.config.OnError)
	}
	return nil
}

// open brings the job to where its first record can be read.
func (r *run) open(ctx context.Context) error {
	var err error
	if r.coordinators, err = r.splits(ctx); err != nil {
		return err
	}
	if err := r.canRestore(); err != nil {
		return err
	}
	if r.config.goesBack() {
		if err := r.goBack(); err != nil {
			return err
		}
	}
	if err := r.openSinks(ctx); err != nil {
		return err
	}
	if err := r.checkFiles(r.coordinators); err != nil {
		return err
	}
	if err := r.openLetters(); err != nil {
		return err
	}
	if err := r.openState(); err != nil {
		return err
	}
	if err := r.openStages(ctx, r.coordinators); err != nil {
		return err
	}
	if err := errors.Join(r.openCheckpoints(), r.restore()); err != nil {
		return err
	}
	if err := r.checkOptions(true); err != nil {
		return &UsageError{err}
	}
	return nil
}

// openLetters empties the file of --dead-letter, which is known by now to be nobody else's.
func (r *run) openLetters() error {
	if r.config.DeadLetters == "" {
		return nil
	}
	var from *int64
	if r.from != nil {
		from = r.from.Letters
	}
	letters, err := openLetterFile(r.filesOf("--dead-letter", r.config.RetryFor), r.config.DeadLetters, from)
	if err != nil {
		return fmt.Errorf("--dead-letter: %w", err)
	}
	r.letters = letters
	if r.store != nil && letters.recoverable() {
		r.letterGate = newGate(letters.mark, r.failed)
	} else if r.store != nil {
		r.log("--dead-letter: '%s' is a stream: what it got behind the last checkpoint it gets again after a restart", r.config.DeadLetters)
	}
	return nil
}

// splits lists what each stage is to read.
func (r *run) splits(ctx context.Context) ([]*coordinator, error) {
	var list []*coordinator
	for i := range r.job.Stages {
		stage := &r.job.Stages[i]
		if stage.Receives != "" {
			list = append(list, nil)
			continue
		}
		if stage.Source == "" {
			list = append(list, newCoordinator(r.constantRows(stage), 1, false))
			continue
		}
		splits, err := r.sourceSplits(ctx, stage)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", stage.Source, err)
		}
		list = append(list, newCoordinator(splits, r.config.Partitions, stage.EventTime))
	}
	return list, nil
}

// constantRows are one split, or none where a checkpoint says that they were read.
func (r *run) constantRows(stage *Stage) []*Split {
	if left := r.leftOf(stage.Name); left != nil && len(left) == 0 {
		return nil
	}
	return []*Split{{End: -1, Records: stage.Rows}}
}

func (r *run) source(name string) *openSource {
	i := slices.IndexFunc(r.sources, func(s *openSource) bool { return s.declared.Name == name })
	return r.sources[i]
}

func (r *run) sink(name string) *openSink {
	i := slices.IndexFunc(r.sinks, func(s *openSink) bool { return s.declared.Name == name })
	return r.sinks[i]
}

func (r *run) newWriter(sink string, partition int) (*timedWriter, error) {
	writer, err := r.sink(sink).NewWriter(partition)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", sink, err)
	}
	made := &timedWriter{Writer: writer, sink: sink, immediate: r.sink(sink).immediate()}
	if gate := r.sink(sink).gate; gate != nil {
		gate.join(made)
	}
	return made, nil
}

func (s *openSink) immediate() bool {
	sink, ok := s.Sink.(ImmediateSink)
	return ok && sink.Immediate()
}

// letterBox makes what takes a partition's dead letters; nil where the policy is another.
func (r *run) letterBox(partition int) (*letterBox, error) {
	switch {
	case r.config.OnError != DeadLetter:
		return nil, nil
	case r.letters != nil:
		writer := &timedWriter{Writer: r.letters, sink: "--dead-letter"}
		if r.letterGate != nil {
			r.letterGate.join(writer)
		}
		return &letterBox{columns: letterColumns, writer: writer}, nil
	}
	writer, err := r.newWriter(r.job.DeadLetters.Sink, partition)
	return &letterBox{columns: r.job.DeadLetters.Columns, writer: writer}, err
}

// checkOptions refuses what --set brought in and nobody asks for.
func (r *run) checkOptions(opened bool) error {
	var problems []error
	for _, source := range r.sources {
		problems = append(problems, source.table.Err(), source.table.unknown(opened))
	}
	for _, sink := range r.sinks {
		problems = append(problems, sink.table.Err(), sink.table.unknown(opened))
	}
	return errors.Join(problems...)
}

// work runs the workers; the first failure stops the others.
func (r *run) work(stopped context.Context) error {
	ctx, stop := context.WithCancel(stopped)
	defer stop()
	bar := r.startProgress()
	defer bar.stop()
	failures := make([]error, len(r.workers)+1) // the last one is that of the checkpoints
	var failed sync.Once
	fail := func(of *error, err error) {
		if *of = err; err != nil {
			failed.Do(func() { close(r.failed) })
			stop()
		}
	}
	var group sync.WaitGroup
	go func() {
		select {
		case <-r.limits.enough:
			stop() // who waits for input waits no longer
		case <-ctx.Done():
		}
	}()
	if r.checkpoints != nil {
		group.Go(func() { fail(&failures[len(r.workers)], r.checkpoints.run(stopped, r)) })
	}
	for i, w := range r.workers {
		group.Go(func() { fail(&failures[i], w.run(ctx)) })
	}
	group.Wait()
	if r.checkpoints != nil {
		r.checkpoints.abandon()
		r.stopped = r.checkpoints.open > 0
	}
	return joinFailures(failures)
}

// joinFailures leaves out those of workers that another one's failure ended, and says once what several ran into.
func joinFailures(failures []error) error {
	var causes []error
	for _, err := range failures {
		if err == nil || errors.Is(err, errFailed) || slices.ContainsFunc(causes, func(known error) bool { return known.Error() == err.Error() }) {
			continue
		}
		causes = append(causes, err)
	}
	return errors.Join(causes...)
}

func (r *run) balance() error {
	var problems []error
	for _, w := range r.workers {
		problems = append(problems, w.balance())
	}
	return errors.Join(problems...)
}

// commit makes the sinks' output visible, and only then lets the sources forget what was read.
func (r *run) commit() error {
	for _, sink := range r.sinks {
		if err := sink.Commit(context.Background()); err != nil {
			return fmt.Errorf("table %s: %w", sink.table.Name, err)
		}
		sink.committed = true
	}
	for _, source := range r.sources {
		committer, ok := source.Source.(SourceCommitter)
		if !ok {
			continue
		}
		if err := committer.Commit(context.Background()); err != nil {
			return fmt.Errorf("table %s: %w", source.table.Name, err)
		}
	}
	return nil
}

// discard tells the statistics whose output abort removes.
func (r *run) discard(stats *Stats) {
	for i := range stats.Partitions {
		outputs := stats.Partitions[i].Outputs
		for j := range outputs {
			sink := r.sink(outputs[j].Sink)
			outputs[j].Discarded = !sink.committed && !sink.immediate()
		}
	}
}

// resumable reports that there is a checkpoint to go on from, or may be.
func (r *run) resumable() bool {
	return r.from != nil || r.checkpoints != nil && (r.checkpoints.number > 0 || r.checkpoints.doubtful)
}

// abort removes what the sinks hold, or leaves it where a checkpoint needs it.
func (r *run) abort() error {
	var problems []error
	for _, sink := range r.sinks {
		if sink.committed {
			continue
		}
		restored := r.sinkPosition(sink.declared.Name) != nil // or to be restored, when something else failed
		if recoverable, ok := sink.Sink.(RecoverableSink); ok && (restored || sink.gate != nil && r.resumable()) {
			problems = append(problems, recoverable.Suspend())
		} else {
			problems = append(problems, sink.Abort())
		}
	}
	return errors.Join(problems...)
}

func (r *run) close() {
	for _, w := range r.workers {
		if w.reader != nil {
			_ = w.reader.Close() // everything was read, or there is an error already
		}
	}
	if r.letters != nil && r.config.DeadLetters != standardOutput {
		_ = r.letters.file.Close()
	}
	r.closeState()
	if r.store != nil {
		_ = r.store.Close() // it only lets go of the lock
	}
}

func (r *run) finish(ctx context.Context) *Stats {
	r.stats.Elapsed = time.Since(r.stats.Started)
	r.stats.Drained = ctx.Err() != nil
	r.addUp(r.stats, (*worker).counted)
	return r.stats
}

// addUp adds up what the job has done in all runs, as its workers say it.
func (r *run) addUp(stats *Stats, of func(*worker) counts) {
	var found errorList
	if r.from != nil {
		stats.Partitions, stats.Elapsed = slices.Clone(r.from.Stats), stats.Elapsed+r.from.Elapsed
		found = slices.Clone(r.from.Errors)
	}
	for _, w := range r.workers {
		counts := of(w)
		stats.Partitions = addStats(stats.Partitions, counts.stats)
		for _, e := range counts.errors {
			found.merge(e)
		}
	}
	stats.Errors = found
	if r.checkpoints != nil {
		stats.Checkpoints = r.checkpoints.stats.Load()
	}
	stats.Retries = r.retried()
}
