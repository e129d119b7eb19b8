// Package blackhole is a sink that counts records and drops them, for measuring what stands before it.
package blackhole

import (
	"context"

	rt "github.com/weirsql/weir/runtime"
)

// NewSink returns a sink that drops whatever it is given.
func NewSink(*rt.Table) (rt.Sink, error) { return sink{}, nil }

// Take keeps a row from being optimized away: rows for a blackhole are made, but not encoded.
//
//go:noinline
func Take[T any](*T) {}

type sink struct{}

func (sink) Open(context.Context, int) error  { return nil }
func (sink) NewWriter(int) (rt.Writer, error) { return writer{}, nil }
func (sink) Commit(context.Context) error     { return nil }
func (sink) Abort() error                     { return nil }

type writer struct{}

func (writer) Write(context.Context, []byte) error { return nil }
func (writer) Close(context.Context) error         { return nil }
