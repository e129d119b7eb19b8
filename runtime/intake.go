package rt

// Intake counts the rows that a stateful operator or an exchange of one partition was given.
type Intake struct {
	Name     string
	Taken    int64
	Filtered int64 // by the query's conditions
	Late     int64 // behind the watermark and the allowed lateness

	behind []*Emission // whose results end here, once for each way
}

// given is how many rows the intake was to see: those of the input on each way, and results.
func (i *Intake) given(rows, ways int64) int64 {
	sum := rows * ways
	for _, emission := range i.behind {
		sum += emission.Rows - emission.failed
	}
	return sum
}

func (i *Intake) seen() int64 { return i.Taken + i.Filtered + i.Late }

// untake takes out what a failed record was counted as.
func (i *Intake) untake(expected int64) {
	excess := i.seen() - expected
	if excess <= 0 {
		return
	}
	for _, counter := range []*int64{&i.Taken, &i.Filtered, &i.Late} {
		part := min(excess, *counter)
		*counter -= part
		if excess -= part; excess == 0 {
			return
		}
	}
}

// Emission counts the results of a stateful operator of one partition.
type Emission struct {
	Name string
	Rows int64

	failed  int64 // results whose expressions failed
	outputs []*Output
	intakes []*Intake
}

// Emits names the sinks, and the stateful operators and exchanges, that the results of a stateful operator reach, each once for
// each way.
type Emits struct {
	Name    string
	Outputs []string
	Intakes []string
	AtOnce  bool // it keeps nothing: a checkpoint has nothing to have
	// Unmarshalled is the Go type of an aggregate that checkpoints can't have, since it doesn't say how it is written down; "" for none.
	Unmarshalled string
}
