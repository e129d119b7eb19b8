package rt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/evolution"
)

// keepsOf is what a job keeps. One that was written by hand may leave it out: it keeps positions.
func keepsOf(job *Job) (*evolution.Schema, error) {
	if job.Keeps != "" {
		keeps, err := evolution.Decode(job.Keeps)
		if err != nil {
			return nil, fmt.Errorf("what the job keeps: %w", err)
		}
		return keeps, nil
	}
	keeps := &evolution.Schema{Format: evolution.Format}
	for _, stage := range job.Stages {
		keeps.Sources = append(keeps.Sources, evolution.Source{Name: stage.Name, Table: stage.Source})
	}
	for _, sink := range job.Sinks {
		keeps.Sinks = append(keeps.Sinks, evolution.Sink{Name: sink.Name, Position: sink.Position})
	}
	return keeps, nil
}

// judge says what becomes of a checkpoint's content, which may be of other SQL. It refuses what would be lost without anybody having said so.
func (r *run) judge(from *content, m *checkpoint.Manifest) (*evolution.Report, error) {
	if err := from.Keeps.Check(); err != nil {
		return nil, fmt.Errorf("%w: give this job a directory of its own", err)
	}
	edit, edited := evolution.Compare(from.Keeps, r.keeps), from.Fingerprint != r.job.Fingerprint
	switch {
	case edited && r.job.Keeps == "":
		return nil, fmt.Errorf("it was taken by another version of this job (plan %s, this one is %s), which doesn't say what it keeps: give this one a directory of its own",
			from.Fingerprint, r.job.Fingerprint)
	case edited && from.Phase != running:
		return nil, fmt.Errorf("the job came to its end with other SQL (plan %s, this one is %s), and there is nothing to go on with: give this one a directory of its own",
			from.Fingerprint, r.job.Fingerprint)
	}
	if err := r.refuseLosses(edit); err != nil {
		return nil, err
	}
	r.logEdit(edit, m)
	return edit, nil
}

// refuseLosses names what would be lost and hasn't been allowed to.
func (r *run) refuseLosses(edit *evolution.Report) error {
	var lost, names []string
	for _, item := range edit.Losses() {
		if !slices.Contains(r.config.AllowStateLoss, item.Name) {
			lost = append(lost, "  "+item.String())
			names = append(names, "--allow-state-loss "+item.Name)
		}
	}
	if lost == nil {
		return nil
	}
	return &lossError{lost, names}
}

// lossError says what would be lost, and what to do.
type lossError struct{ lost, flags []string }

func (e *lossError) Error() string {
	return fmt.Sprintf("it was taken of other SQL, and this SQL can't go on with all of it:\n%s\n"+
		"Nothing was changed. Start it with the SQL as it was, or give this SQL a directory of its own, or lose what is named:\n  %s",
		strings.Join(e.lost, "\n"), strings.Join(e.flags, " "))
}

// logEdit tells what isn't as it was.
func (r *run) logEdit(edit *evolution.Report, m *checkpoint.Manifest) {
	for _, item := range edit.Items {
		if item.Verdict != evolution.Kept {
			r.log("%s is of other SQL: %s", m, item)
		}
	}
	for _, name := range r.config.AllowStateLoss {
		if !slices.ContainsFunc(edit.Items, func(item evolution.Item) bool { return item.Name == name && item.Verdict == evolution.Lost }) {
			r.log("--allow-state-loss %s: nothing of that name is lost", name)
		}
	}
}

// writesOn reports a sink that goes on where the checkpoint left it.
func (r *run) writesOn(sink string) bool {
	return slices.ContainsFunc(r.edit.Written, func(m evolution.Moved) bool { return m.New == sink })
}

// readAs is the name that a stage which reads had in the checkpoint; "" for one that isn't in it.
func (r *run) readAs(stage string) string {
	i := slices.IndexFunc(r.edit.Read, func(m evolution.Moved) bool { return m.New == stage })
	if i < 0 {
		return ""
	}
	return r.edit.Read[i].Old
}

// carried is the operator that takes over the state of one of the checkpoint's; nil for none.
func (r *run) carried(name string) *evolution.Carried {
	if r.job.Keeps == "" {
		return &evolution.Carried{Old: name, New: name}
	}
	i := slices.IndexFunc(r.edit.Carried, func(c evolution.Carried) bool { return c.Old == name })
	if i < 0 {
		return nil
	}
	return &r.edit.Carried[i]
}

// stageNow is the name that a stage of the checkpoint has now: that of a source, or of an operator behind an exchange; "" for one that isn't
// gone on with.
func (r *run) stageNow(stage string) string {
	if i := slices.IndexFunc(r.edit.Read, func(m evolution.Moved) bool { return m.Old == stage }); i >= 0 {
		return r.edit.Read[i].New
	}
	if carried := r.carried(stage); carried != nil {
		return carried.New
	}
	keeps := r.from.Keeps
	if slices.ContainsFunc(keeps.Operators, func(o evolution.Operator) bool { return o.Name == stage }) ||
		slices.ContainsFunc(keeps.Sources, func(s evolution.Source) bool { return s.Name == stage }) {
		return ""
	}
	return stage
}

// ageOf is when a group had its last row that doesn't say so: it lives as if that had been when the job starts.
// watermark is that of the checkpoint, and operator the one that goes on with the group.
func (r *run) ageOf(watermark int64, operator string) int64 {
	if r.byMachineTime(operator) {
		return time.Now().UnixMicro()
	}
	return watermark
}

// byMachineTime reports an operator whose groups live by the machine's clock now.
func (r *run) byMachineTime(operator string) bool {
	i := slices.IndexFunc(r.keeps.Operators, func(o evolution.Operator) bool { return o.Name == operator })
	return i >= 0 && slices.ContainsFunc(r.keeps.Operators[i].Values, func(v evolution.Value) bool { return v.Kind == evolution.Age && v.ID == "machine" })
}

// allowLoss takes one --allow-state-loss.
func (c *Config) allowLoss(name string) error {
	if name == "" {
		return errors.New("it must name an operator, a source or a sink, as the message about it does")
	}
	c.AllowStateLoss = append(c.AllowStateLoss, name)
	return nil
}
