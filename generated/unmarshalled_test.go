package generated

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/generated/tradervwap"
	rt "github.com/weirsql/weir/runtime"
)

// A job whose aggregate in Go doesn't say how it is written down doesn't start with checkpoints, and is known before.
func TestUnmarshalled(t *testing.T) {
	job := job{dir: "tradervwap", folder: filepath.FromSlash("../testdata/jobs/trader_vwap")}
	text, err := os.ReadFile(job.sql())
	if err != nil {
		t.Fatal(err)
	}
	result, diags := compiler.Compile(context.Background(), compiler.Source{Name: job.sql(), Text: string(text), Dir: job.folder}, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, state := range result.States() {
		if !strings.HasSuffix(state.String(), "; not in checkpoints, since VWAP has no MarshalBinary and UnmarshalBinary") {
			t.Error(state)
		}
	}
	t.Setenv("OUT_DIR", t.TempDir())
	_, err = rt.Run(context.Background(), tradervwap.Job(), rt.Config{CheckpointDir: filepath.Join(t.TempDir(), "checkpoints")})
	if usage := (*rt.UsageError)(nil); !errors.As(err, &usage) || !strings.Contains(err.Error(), "operator by_trader_id: its aggregate github.com/weirsql/weir/testdata/jobs/trader_vwap/udf.VWAP doesn't say") {
		t.Error(err)
	}
}
