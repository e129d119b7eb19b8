package rt

// recordFailure turns a recovered panic value into the error of a record.
func recordFailure(value any) error { panic(value) }

type timedWriter struct{ Writer }

func (w *timedWriter) write(block []byte) error { return nil }
