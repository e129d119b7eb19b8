package compiler

import (
	"flag"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	mutations    = flag.Int("mutations", 400, "how many mutated jobs to compile")
	mutationSeed = flag.Uint64("mutation-seed", 0, "seed of the mutated jobs; 0 takes a new one")
)

// TestMutatedJobs compiles the example jobs with a few tokens taken out, doubled, or replaced by tokens of other jobs: text that
// is nearly right reaches deeper than random bytes. The checks are those of FuzzCompile.
func TestMutatedJobs(t *testing.T) {
	seed := *mutationSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-mutation-seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var jobs [][]string
	var vocabulary []string
	for _, sql := range seedJobs(t) {
		tokens := tokenPattern.FindAllString(sql, -1)
		jobs, vocabulary = append(jobs, tokens), append(vocabulary, tokens...)
	}
	for range *mutations {
		job := slices.Clone(jobs[random.IntN(len(jobs))])
		for range 1 + random.IntN(3) {
			job = mutate(random, job, vocabulary)
		}
		if sql := strings.Join(job, ""); !loadsGo(sql) {
			generateAll(t, sql)
		}
	}
}

var tokenPattern = regexp.MustCompile(`(?s)'[^']*'|"[^"]*"|--[^\n]*|[\pL\pN_]+|\s+|.`)

func mutate(random *rand.Rand, tokens, vocabulary []string) []string {
	if len(tokens) == 0 {
		return tokens
	}
	at := random.IntN(len(tokens))
	other := vocabulary[random.IntN(len(vocabulary))]
	switch random.IntN(4) {
	case 0:
		return slices.Delete(tokens, at, at+1)
	case 1:
		return slices.Insert(tokens, at, tokens[at])
	case 2:
		return slices.Insert(tokens, at, " ", other, " ")
	default:
		tokens[at] = other
		return tokens
	}
}
