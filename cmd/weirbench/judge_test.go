package main

import (
	"slices"
	"strings"
	"testing"
)

var (
	two    = contestant{cores: 2, partitions: 2}
	rival  = contestant{cores: 1}
	duckdb = contestant{cores: 1, spelling: true}
)

// Bytes are compared where the order is fixed. Elsewhere rows may come in any order and differ in the last digits of a DOUBLE; in nothing else.
func TestAgrees(t *testing.T) {
	plain, free := workload{outputs: ".csv"}, workload{outputs: ".csv", unordered: true}
	objects, changes := workload{outputs: ".jsonl"}, workload{outputs: ".csv", key: 1}
	late := workload{outputs: ".csv", late: 2}
	for _, c := range []struct {
		work      workload
		by        contestant
		got, want string
		agrees    bool
	}{
		{plain, rival, "a,1\nb,2\n", "a,1\nb,2\n", true},
		{plain, rival, "b,2\na,1\n", "a,1\nb,2\n", false},
		{plain, rival, "", "", false},
		{plain, two, "b,2\na,1\n", "a,1\nb,2\n", true},
		{plain, two, "a,1\nc,2\n", "a,1\nb,2\n", false},
		{free, rival, "a,1\nb,2\n", "b,2\na,1\n", true},
		{free, rival, "a,0.30000000000000004\nb,2\n", "a,0.3\nb,2\n", true},
		{free, rival, "a,0.3\na,0.3\n", "a,0.3\na,0.3\n", true},
		{free, rival, "a,0.3000001\nb,2\n", "a,0.3\nb,2\n", false},
		{free, rival, "a,1\nb,2\nb,2\n", "a,1\nb,2\n", false},
		{free, rival, "a,1\nb,2,\n", "a,1\nb,2\n", false},
		{free, rival, "a,9000000000000001\nb,2\n", "a,9000000000000000\nb,2\n", false},
		{plain, duckdb, "b,2.0\na,150.0\n", "a,150\nb,2\n", true},
		{plain, duckdb, "b,2.0\na,151.0\n", "a,150\nb,2\n", false},
		{plain, duckdb, "k,n\na,1\n", "k,m\na,1\n", false},
		{objects, duckdb, `{"k":"a","n":1.0}` + "\n", `{"k":"a","n":1}` + "\n", true},
		{objects, duckdb, `{"k":"a","n":2.0}` + "\n", `{"k":"a","n":1}` + "\n", false},
		{objects, duckdb, `{"k":"a","m":1.0}` + "\n", `{"k":"a","n":1}` + "\n", false},
		{objects, duckdb, `{"k":"a","n":null}` + "\n", `{"k":"a","n":1}` + "\n", false},
		{objects, two, `{"k":"a"}` + "\n" + `{"k":"b"}` + "\n", `{"k":"b"}` + "\n" + `{"k":"a"}` + "\n", true},
		{objects, two, `{"k":"a"}` + "\n" + `{"j":"b"}` + "\n", `{"k":"b"}` + "\n" + `{"k":"a"}` + "\n", false},
		{changes, rival, "k,n,op\na,2,+I\na,3,+U\n", "k,n,op\na,1,+I\na,3,+U\n", false},
		{changes, two, "k,n,op\na,2,+I\na,3,+U\n", "k,n,op\na,1,+I\na,3,+U\n", true},
		{changes, two, "k,n,op\na,2,+I\na,4,+U\n", "k,n,op\na,1,+I\na,3,+U\n", false},
		{changes, two, "k,n,op\na,3,+I\n", "k,n,op\na,1,+I\na,3,+U\n", false},
		{changes, duckdb, "k,n\na,3\n", "k,n,op\na,1,+I\na,3,+U\n", true},
		{changes, duckdb, "k,n\na,1\n", "k,n,op\na,1,+I\na,3,+U\n", false},
		{late, rival, "k,n\na,5\n", "k,n\na,4\n", false},
		{late, two, "k,n\na,3\nb,2\n", "k,n\na,4\n", true},
		{late, two, "k,n\na,3\n", "k,n\na,4\n", false},
	} {
		if err := c.work.agrees(c.by, []byte(c.got), []byte(c.want)); (err == nil) != c.agrees {
			t.Errorf("%q and %q, %+v: %v", c.got, c.want, c.by, err)
		}
	}
}

// TestWrongRows checks that one field that is wrong is found in each workload's result, whoever gives it.
func TestWrongRows(t *testing.T) {
	for _, w := range workloads {
		w.outputs = ".csv"
		good := "k,a,b,n,op\nx,y,z,7,+I\nv,y,z,9,+I\n"
		wrong := strings.Replace(good, "9", "8", 1)
		for _, by := range []contestant{rival, two, duckdb} {
			given, bad := good, wrong
			if by.spelling && w.key > 0 {
				drop := strings.NewReplacer(",op", "", ",+I", "")
				given, bad = drop.Replace(good), drop.Replace(wrong)
			}
			if w.late > 0 {
				w.late = 4
			}
			if err := w.agrees(by, []byte(given), []byte(good)); err != nil {
				t.Errorf("%s, %+v: %v", w.name, by, err)
			}
			if w.agrees(by, []byte(bad), []byte(good)) == nil {
				t.Errorf("%s, %+v: a wrong row isn't found", w.name, by)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	groups := plan{
		Stages:    []struct{ Input operator }{{operator{Then: []operator{{Emit: "groups to exchange 1"}}}}},
		Exchanges: []exchange{{1, "hash", []string{"a", "b"}}, {2, "single", nil}},
	}
	got := []string{plan{}.describe(), groups.describe()}
	if want := []string{"no exchange", "hash exchange of groups a, b · single exchange of rows"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
