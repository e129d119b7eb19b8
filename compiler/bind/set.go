package bind

import (
	"strings"
	"time"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// bindSettings checks all SET statements. They hold for the whole file, wherever they stand.
func (b *binder) bindSettings() {
	first := map[string]*ast.Set{}
	for _, s := range b.settings {
		if other := first[s.Key.Value]; other != nil {
			d := b.report(diag.DuplicateSetting, s.Key.Span(), "'%s' is set twice: a setting holds for the whole file", s.Key.Value)
			note(d, other.Key.Span(), "it is set here first")
			continue
		}
		first[s.Key.Value] = s
		b.bindSetting(s)
	}
	b.checkDeadLetter(first)
}

func (b *binder) bindSetting(s *ast.Set) {
	setting, ok := catalog.LookupSetting(s.Key.Value)
	if !ok {
		b.unknownSetting(s)
		return
	}
	if problem := checkSetting(setting, s.Value.Value); problem != "" {
		b.report(diag.BadSettingValue, s.Value.Span(), "'%s' is '%s', but %s", s.Key.Value, s.Value.Value, problem)
		return
	}
	b.apply(s)
}

func checkSetting(setting *catalog.Setting, value string) string {
	if strings.Contains(value, "${") {
		return "a setting is fixed when the job is compiled: it can't hold a reference"
	}
	return setting.Check(value)
}

func (b *binder) unknownSetting(s *ast.Set) {
	key := s.Key.Value
	if advice := catalog.AdviceForSetting(key); advice != "" {
		advise(b.report(diag.UnknownSetting, s.Key.Span(), "'%s' is no setting of Weir", key), "%s", advice)
		return
	}
	d := b.report(diag.UnknownSetting, s.Key.Span(), "unknown setting '%s'", key)
	var keys []string
	for _, setting := range catalog.Settings() {
		keys = append(keys, setting.Name)
	}
	if near := diag.Nearest(key, keys); near != "" {
		replace(d, s.Key.Span(), catalog.Quote(near), "did you mean '%s'?", near)
		return
	}
	advise(d, "settings are %s", wordList(keys))
}

// apply takes a setting into the plan. The job's name is the plan's own.
func (b *binder) apply(s *ast.Set) {
	if s.Key.Value == "job.name" {
		b.plan.Job = strings.ToLower(s.Value.Value)
		return
	}
	switch s.Key.Value {
	case "table.local-time-zone":
		b.zone, _ = time.LoadLocation(s.Value.Value)
	case "window.allowed-lateness":
		b.lateness = micros(s.Value.Value)
	case "watermark.max-ahead":
		b.plan.MaxAhead = micros(s.Value.Value)
	case "state.ttl":
		b.ttl = micros(s.Value.Value)
	}
	b.plan.Settings = append(b.plan.Settings, logical.Setting{Key: s.Key.Value, Value: s.Value.Value, Span: s.Span()})
}

// micros is a duration that is checked already.
func micros(text string) int64 {
	d, _ := catalog.ParseDuration(text)
	return d.Microseconds()
}

// checkNeeds reports settings about what the job doesn't have: a setting that does nothing misleads its reader.
func (b *binder) checkNeeds() {
	has := b.has()
	for _, s := range b.settings {
		setting, ok := catalog.LookupSetting(s.Key.Value)
		if ok && setting.Needs != "" && !has[setting.Needs] {
			b.report(diag.SettingWithoutEffect, s.Key.Span(), "'%s' has no effect: nothing in this job %s", s.Key.Value, setting.Needs)
		}
	}
}

// has finds what settings are about in the plan.
func (b *binder) has() map[string]bool {
	has := map[string]bool{}
	window := func(w *logical.Window) {
		has[catalog.NeedsWindow] = has[catalog.NeedsWindow] || w != nil && !w.Proctime
		has[catalog.NeedsTime] = has[catalog.NeedsTime] || has[catalog.NeedsWindow]
	}
	for _, n := range b.plan.Nodes() {
		switch n := n.(type) {
		case *logical.WindowAssign:
			window(n.Window)
			if !n.Waits() {
				continue
			}
		case *logical.Aggregate:
			window(n.Window)
			has[catalog.NeedsGroups] = has[catalog.NeedsGroups] || n.TTL > 0
		case *logical.Over:
			has[catalog.NeedsTime] = has[catalog.NeedsTime] || n.Time != nil
			has[catalog.NeedsGroups] = has[catalog.NeedsGroups] || n.TTL > 0
		case *logical.Top:
			has[catalog.NeedsTime] = has[catalog.NeedsTime] || n.Time != nil
			has[catalog.NeedsGroups] = has[catalog.NeedsGroups] || n.TTL > 0
		case *logical.Sort:
			has[catalog.NeedsTime] = has[catalog.NeedsTime] || n.Time != nil
		default:
			continue
		}
		has[catalog.NeedsState], has[catalog.NeedsExchange] = true, true
	}
	return has
}
