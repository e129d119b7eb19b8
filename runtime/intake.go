package rt

// Intake counts the rows that a stateful operator or an exchange of one partition was given.
type Intake struct {
	Name     string
	Taken    int64
	Filtered int64 // by the query's conditions
	Late     int64 // behind the watermark and the allowed lateness
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
}

// Emits names the sinks that the results of a stateful operator reach, each once for each query.
type Emits struct {
	Name    string
	Outputs []string
}
