package rt

// StageContext is what the runtime gives to one partition of a stage. Generated partitions embed it.
type StageContext struct {
	Partition int    // from 0
	Source    *Table // the stage's source table, options resolved; nil for constant rows

	outputs []*Output
	names   []string
	reject  func(batch *Batch, err error) error
}

// Output returns where the stage's records for a sink go: the same for all its INSERTs into it.
func (c *StageContext) Output(sink string) *Output {
	for i, name := range c.names {
		if name == sink {
			return c.outputs[i]
		}
	}
	panic("rt: stage has no output " + sink)
}

// Reject does with the batch's current record what the job's error policy says; its error ends the job.
func (c *StageContext) Reject(batch *Batch, err error) error { return c.reject(batch, err) }

// InProcess returns a context for a partition that is used without a job: outputs count and keep their buffer, and a
// rejected record's error is returned as it is. sinks are the names that Output is asked for.
func InProcess(sinks ...string) *StageContext {
	c := &StageContext{names: sinks, reject: func(_ *Batch, err error) error { return err }}
	for range sinks {
		c.outputs = append(c.outputs, detachedOutput())
	}
	return c
}

// Try calls f on one row, outside a job, and returns the error of a record that fails in it: of an expression, or a
// panic in a user function.
func Try(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = recordFailure(value)
		}
	}()
	return f()
}
