// Package udf holds functions that CREATE FUNCTION names in tests.
package udf

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
	"time"
)

func Risk(price float64, qty int64) float64 { return price * float64(qty) }

func Narrow(a int8, b int16, c int32, d float32, e bool) bool { return e }

func Texts(s string, b []byte, j json.RawMessage, u [16]byte) string { return s }

func Times(d time.Time, t time.Duration, ts, ltz time.Time, i time.Duration) time.Time { return d }

func Exact(a *big.Rat) *big.Rat { return a }

func Lists(a []float64, b []*string) []int64 { return nil }

func Nullable(s *string) *string { return s }

func Found(s string) (int64, bool) { return 0, s != "" }

func Failing(s string) (int64, error) { return 0, errors.New(s) }

func FoundOrFailing(s string) (int64, bool, error) { return 0, true, nil }

func PointerOrFailing(s string) (*int64, error) { return nil, nil }

func Generic[T any](v T) T { return v }

func Variadic(list ...string) string { return strings.Join(list, "") }

func Nothing(s string) {}

func Three(s string) (string, string, bool) { return s, s, true }

func Both(s string) (*string, bool) { return &s, true }

func Platform(n int) int { return n }

type Celsius float64

func Named(c Celsius) Celsius { return c }

var Table = map[string]int{}

func hidden(s string) string { return s }

var spaces = regexp.MustCompile(`\s+`)

func Words(s string) int64 { return int64(len(spaces.Split(s, -1))) }
