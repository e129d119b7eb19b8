package codecs

import (
	stdjson "encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// referenceVisit is what is read of a visit, for encoding/json to decode.
type referenceVisit struct {
	Home    *referencePlace   `json:"home"`
	Work    *referencePlace   `json:"work"`
	Stops   *[]*referenceStop `json:"stops"`
	Marks   *[]*struct{}      `json:"marks"`
	Present *struct{}         `json:"present"`
	ByName  *map[string]*struct {
		B *int32 `json:"b"`
	} `json:"by_name"`
}

type referencePlace struct {
	City *string `json:"city"`
	Geo  *struct {
		Lon *float64 `json:"lon"`
	} `json:"geo"`
}

type referenceStop struct {
	Name *string `json:"name"`
}

// Fields that nothing reads may be missing, of another type or in another order; but they must be JSON.
func TestNarrowedRows(t *testing.T) {
	for seed := range uint64(3000) {
		g := visits{rand.New(rand.NewPCG(seed, 0))}
		record := g.object("home", g.place, "work", g.place, "stops", g.list(g.stop), "marks", g.list(g.two), "present", g.two, "by_name", g.names)
		if g.IntN(10) == 0 {
			at := g.IntN(len(record))
			record = record[:at] + string(`{}[]",:1x`[g.IntN(9)]) + record[at+1:]
		}
		compareVisit(t, seed, record)
	}
}

func compareVisit(t *testing.T, seed uint64, record string) {
	t.Helper()
	var want referenceVisit
	wantErr := stdjson.Unmarshal([]byte(record), &want)
	var d visitDecoder
	var row Visit
	batch := rt.NewBatch([]byte(record + "\n"))
	batch.More()
	err := d.decode(batch, &row)
	if (err != nil) != (wantErr != nil) {
		t.Fatalf("seed %d: %s: error %v, encoding/json says %v", seed, record, err, wantErr)
	}
	if err != nil {
		return
	}
	text, _ := stdjson.Marshal(want)
	if got := appendVisit(nil, &row); !reflect.DeepEqual(parsed(t, got), parsed(t, text)) {
		t.Fatalf("seed %d: %s: %s, encoding/json says %s", seed, record, got, text)
	}
}

func parsed(t *testing.T, text []byte) (value any) {
	t.Helper()
	if err := stdjson.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// visits makes records, mostly with their keys in the declared order.
type visits struct{ *rand.Rand }

// object makes a member of each key and its value, a text or a function that makes one.
func (g visits) object(members ...any) string {
	var list []string
	for i := 0; i < len(members); i += 2 {
		value, ok := members[i+1].(string)
		if !ok {
			value = members[i+1].(func() string)()
		}
		switch g.IntN(12) {
		case 0:
			continue
		case 1:
			value = "null"
		}
		list = append(list, fmt.Sprintf("%q:%s", members[i], value))
	}
	if g.IntN(8) == 0 {
		g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	if g.IntN(10) == 0 {
		list = append(list, `"unknown":{"lon":[1]}`)
	}
	separator := ","
	if g.IntN(10) == 0 {
		separator = " , "
	}
	return "{" + strings.Join(list, separator) + "}"
}

func (g visits) place() string {
	geo := func() string { return g.object("lat", g.any(), "lon", "1.5", "alt", g.any()) }
	if g.IntN(2) == 0 {
		return g.object("id", g.any(), "city", `"Zürich"`, "geo", geo)
	}
	return g.object("city", `"Bern"`, "extra", g.any(), "geo", geo)
}

func (g visits) stop() string { return g.object("at", g.any(), "name", `"a\"b"`, "tags", g.any()) }

func (g visits) two() string { return g.object("a", g.any(), "b", fmt.Sprint(g.IntN(100))) }

func (g visits) names() string { return g.object("x", g.two, "y", g.two) }

func (g visits) list(element func() string) func() string {
	return func() string {
		var list []string
		for range g.IntN(4) {
			list = append(list, element())
		}
		return "[" + strings.Join(list, ",") + "]"
	}
}

// any is a value that nothing reads.
func (g visits) any() string {
	return []string{"1", "-2.5e3", `"text"`, `"\u00e9"`, "true", "null", `{"city":1,"lon":"x"}`, `[{"name":2}]`, `"a longer text than eight bytes"`}[g.IntN(9)]
}
