// Command docs writes docs/functions.md from the table of functions.
package main

import (
	"bytes"
	"log"
	"os"

	"github.com/weirsql/weir/ir/functions"
)

func main() {
	var out bytes.Buffer
	if err := functions.WriteDocs(&out); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], out.Bytes(), 0o666); err != nil {
		log.Fatal(err)
	}
}
