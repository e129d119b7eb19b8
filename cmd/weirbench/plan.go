package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

// plan is what the benchmark reads of a job's plan.
type plan struct {
	Stages    []struct{ Input operator }
	Exchanges []exchange
}

type operator struct {
	Emit string // of an aggregate: what goes on, and when
	Then []operator
}

type exchange struct {
	ID   int
	Kind string
	Key  []string
}

// exchanges says which rows meet other partitions in a job that has been built: all of them, or the groups that each partition has added up.
func (p *place) exchanges(w workload) (string, error) {
	explained, err := exec.Command(p.path("weir"), "explain", "--format", "json", p.path(w.name+".sql")).Output()
	if err != nil {
		return "", fmt.Errorf("weir explain: %w", err)
	}
	var plan plan
	if err := json.Unmarshal(explained, &plan); err != nil {
		return "", err
	}
	return plan.describe(), nil
}

// noExchange is what a plan is described by whose partitions don't meet.
const noExchange = "no exchange"

func (p plan) describe() string {
	if len(p.Exchanges) == 0 {
		return noExchange
	}
	var all []string
	for _, e := range p.Exchanges {
		what := "of rows"
		for _, s := range p.Stages {
			if s.Input.emits(fmt.Sprintf("groups to exchange %d", e.ID)) {
				what = "of groups"
			}
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s exchange %s %s", e.Kind, what, strings.Join(e.Key, ", "))))
	}
	return strings.Join(all, " · ")
}

func (o operator) emits(what string) bool {
	if o.Emit == what {
		return true
	}
	for _, next := range o.Then {
		if next.emits(what) {
			return true
		}
	}
	return false
}
