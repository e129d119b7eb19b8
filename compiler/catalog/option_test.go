package catalog

import (
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

func TestOptionCheck(t *testing.T) {
	cases := []struct {
		option Option
		right  []string
		wrong  []string
	}{
		{Option{Type: Int}, []string{"0", "2147483647", "+5"}, []string{"", "-1", "2147483648", "1.5", "x", " 1"}},
		{Option{Type: BigInt, Min: -5}, []string{"-5", "9223372036854775807"}, []string{"-6", "9223372036854775808"}},
		{Option{Type: Double}, []string{"1", "-1.5e3"}, []string{"", "one"}},
		{Option{Type: Fraction}, []string{"0", "1", "0.25"}, []string{"-0.1", "1.1", "NaN", ""}},
		{Option{Type: Boolean}, []string{"true", "false"}, []string{"yes", "TRUE", "", "1"}},
		{Option{Type: Duration}, []string{"10 s", "500ms", "1 MIN", "7d", "0 s"}, []string{"10", "s", "1.5 s", "-1 s", "1 fortnight", "300000 d"}},
		{Option{Type: MemorySize, Min: 1024}, []string{"1024", "64 kb", "4MB", "1g"}, []string{"1023", "x", "1 parsec", "9999999999 tb"}},
		{Option{Type: Enum, Values: []string{"a", "b"}}, []string{"a", "b"}, []string{"A", "", "c"}},
		{Option{Type: Char}, []string{",", ";", `\t`, "ä"}, []string{"", ";;", "\n", `\n`}},
		{Option{Type: TimeZone}, []string{"UTC", "Europe/Berlin"}, []string{"", "Local", "Berlin", "../etc/passwd"}},
		{Option{Type: Identifier}, []string{"a", "Job_1"}, []string{"", "1a", "_a", "a-b", "ä"}},
		{Option{Type: String, Required: true}, []string{"x", "${X}"}, []string{"", "${", "${a b}", "${}"}},
		{Option{Type: Int}, []string{"${N}", "${N:-5}", "a${N}b", "${N:-${M}}"}, []string{"${N:-five}", "${N:-5"}},
		{Option{Type: String, Secret: true}, []string{"${TOKEN}", "file:/run/secrets/token"}, []string{"s3cret", "${TOKEN:-s3cret}", "a${TOKEN}", ""}},
	}
	for _, c := range cases {
		for _, value := range c.right {
			if problem := c.option.Check(value); problem != "" {
				t.Errorf("%v %q: %s", c.option.Type, value, problem)
			}
		}
		for _, value := range c.wrong {
			if problem := c.option.Check(value); problem == "" {
				t.Errorf("%v %q is taken", c.option.Type, value)
			}
		}
	}
}

func TestQuantities(t *testing.T) {
	if d, err := ParseDuration("90 min"); d != 90*time.Minute || err != nil {
		t.Errorf("90 min: %v, %v", d, err)
	}
	if n, err := ParseMemorySize("64 kb"); n != 65536 || err != nil {
		t.Errorf("64 kb: %v, %v", n, err)
	}
}

// TestSecrets shows W0427 with a connector of the test's own, since no connector of today has a secret option.
func TestSecrets(t *testing.T) {
	table := logicalOptions("token", "s3cret")
	var found diag.List
	c := checker{name: "t", options: table, found: &found}
	c.checkValue(&Option{Name: "token", Secret: true}, table[0])
	if len(found) != 1 || found[0].Code != diag.LiteralSecret || strings.Contains(found[0].Message, "s3cret") {
		t.Errorf("got %v", found)
	}
}

func logicalOptions(pairs ...string) []logical.Option {
	var options []logical.Option
	for i := 0; i < len(pairs); i += 2 {
		options = append(options, logical.Option{Key: pairs[i], Value: pairs[i+1]})
	}
	return options
}
