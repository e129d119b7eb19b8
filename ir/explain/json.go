package explain

import (
	"encoding/json"
	"io"
)

func writeJSON(w io.Writer, d document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
