package physical_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/physical"
)

const header = `job test
fingerprint ''

table t file json
  | id BIGINT NOT NULL
  | name VARCHAR

table o print json
  | id BIGINT NOT NULL

`

// Verify finds what would break code generation, and says where.
func TestVerify(t *testing.T) {
	source := "stage 1 t\n  source t as t\n    | id BIGINT NOT NULL = 0\n    | name VARCHAR = 1\n"
	for _, test := range []struct{ stage, want string }{
		{source + "  project as o id 'a'\n    | id BIGINT NOT NULL = id#0\n    write o query 0 id 'b'\n", ""},
		{source, "stage t: nothing takes its rows"},
		{source + "  write o query 0 id 'a'\n", "table o has 1 columns, the row 2"},
		{source + "  project as o id 'a'\n    | id BIGINT NOT NULL = id#0\n    write o query 0 id 'a'\n", "operator ID \"a\" is empty or taken"},
		{source + "  project as o id 'a'\n    | key BIGINT NOT NULL = id#0\n    write o query 0 id 'b'\n", "column 0 of table o is id BIGINT NOT NULL, the row's key"},
		{source + "  project as o id 'a'\n    | id BIGINT = id#0\n    write o query 0 id 'b'\n", "column id is BIGINT, its expression BIGINT NOT NULL"},
		{source + "  filter name#1 id 'a'\n    project as o id 'b'\n      | id BIGINT NOT NULL = id#0\n      write o query 0 id 'c'\n", "the filter's condition is VARCHAR"},
		{"stage 2 t\n  source t as t\n    | id BIGINT NOT NULL = 0\n  write o query 0 id 'b'\n", "stage t has ID 2"},
		{"stage 1 t\n  source t as t\n    | name VARCHAR = 1\n    | id BIGINT NOT NULL = 0\n  write o query 0 id 'b'\n", "aren't ascending"},
		{"stage 1 t\n  source t as t\n    | id BIGINT = 0\n  write o query 0 id 'b'\n", "column id is BIGINT in the row, BIGINT NOT NULL in the table"},
		{"stage 1 t\n  constant as t\n    | id BIGINT NOT NULL\n    row (NULL:BIGINT)\n  write o query 0 id 'b'\n", "column id is BIGINT NOT NULL, its expression BIGINT"},
		{source + "  write o query 0 id 'a'\n    write o query 0 id 'b'\n", "the writer of o has consumers"},
	} {
		plan, err := physical.Parse(header + test.stage)
		if err != nil {
			t.Errorf("%v in\n%s", err, test.stage)
			continue
		}
		err = physical.Verify(plan)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q for\n%s", err, test.want, test.stage)
		}
	}
}

func TestParseErrors(t *testing.T) {
	source := "stage 1 t\n  source t as t\n    | id BIGINT NOT NULL = 0\n"
	for _, text := range []string{
		"stage 1 t\n", "stage t\n", "stage 1 t\n  source x as x\n", "stage 1 t\n  source t\n", "stage 1 t\n  source t as t\n    | id BIGINT\n",
		"stage 1 t\n  receive 1\n", "stage 1 t\n  wobble\n", "exchange 0 sideways as t why ''\n", "exchange 0 hash as t\n", "fingerprint\n", "sink t\n",
		source + "  wobble id 'a'\n", source + "  filter id 'a'\n", source + "  write o query 0\n", source + "  write x query 0 id 'a'\n",
		source + "  send 0 id 'a'\n", source + "  project as o id 'a'\n    | id BIGINT NOT NULL\n", source + "    watermark 0\n", "  stage 1 t\n",
		"stage 1 t\n  constant as t\n    | id BIGINT NOT NULL\n    rows\n",
		"state 1\n", "state 1 s groups final\n", "state 1 s groups final\n  takes as i\n  gives\n", "state 1 s groups never\n  takes as i\n  gives as o\n",
		"state 1 s groups final\n  takes as i\n    | id BIGINT\n  gives as o\n    | id BIGINT = passed id#0\n", "state 1 s sorted\n  takes as i\n  gives as o\n    | id BIGINT = passed id#0\n",
		"state 1 s groups final\n  takes as i\n  gives as o\n    | n BIGINT NOT NULL = wobble\n", "state 1 s first 3 final\n  takes as i\n  gives as o\n    | n BIGINT NOT NULL = key 1\n",
		source + "  over 1 id 'a'\n", source + "  aggregate half 1 id 'a'\n", source + "  window w tumble\n", "exchange 0 hash groups 1 as t why ''\n",
	} {
		if plan, err := physical.Parse(header + text); err == nil {
			t.Errorf("no error for\n%s\n%s", text, physical.Print(plan))
		}
	}
}
