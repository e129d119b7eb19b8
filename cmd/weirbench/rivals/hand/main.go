// Command hand is the rival that an expert would write by hand for each benchmark query: one goroutine, one pass over
// blocks of the file, expected key order first, encoding/json or encoding/csv behind for records of another shape. It
// is as strict as the job it competes with: malformed input anywhere in a record stops it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: hand WORKLOAD IN|ROWS OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "hand:", err)
		os.Exit(1)
	}
}

func run(workload, in, out string) error {
	switch workload {
	case "s0_json":
		return overFile(in, out, "", "", ordersJSON(100))
	case "s0_selective_json":
		return overFile(in, out, "", "", ordersJSON(200))
	case "s0_csv":
		return overFile(in, out, orderHeader, resultHeader, ordersCSV(100))
	case "s0_selective_csv":
		return overFile(in, out, orderHeader, resultHeader, ordersCSV(200))
	case "wide_json":
		return overFile(in, out, "", "", wideJSON)
	case "nested_json":
		return overFile(in, out, "", "", nestedJSON)
	case "1brc":
		return stations(in, out)
	}
	if query := overRows[workload]; query != nil {
		return inMemory(query, in, out)
	}
	if known, err := overRecords(workload, in, out); known {
		return err
	}
	return fmt.Errorf("no workload %q", workload)
}

// process appends the result of the whole lines in block to out. block ends in a newline.
type process func(block, out []byte) ([]byte, error)

const (
	blockSize = 512 << 10
	slack     = 64 // bytes of the buffer behind a block, which may be read
)

// overFile runs process over the blocks of one file and writes what it returns to another.
func overFile(in, out, inHeader, outHeader string, process process) error {
	source, err := openInput(in, inHeader)
	if err != nil {
		return err
	}
	defer source.Close()
	return intoFile(out, outHeader, dropped, func(results *results) error {
		return overBlocks(source, func(block []byte) (err error) {
			if results.text, err = process(block, results.text); err != nil {
				return err
			}
			return results.flush()
		})
	})
}

// openInput opens a file behind its header.
func openInput(name, header string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil || header == "" {
		return file, err
	}
	found := make([]byte, len(header))
	if _, err := io.ReadFull(file, found); err != nil || string(found) != header {
		file.Close()
		return nil, fmt.Errorf("%s: unexpected header %q", name, found)
	}
	return file, nil
}

// overBlocks hands blocks of whole lines to take; what follows the last newline is carried over to the next block.
func overBlocks(source io.Reader, take func([]byte) error) error {
	buf := make([]byte, blockSize+1+slack)
	held := 0
	for {
		n, err := source.Read(buf[held:blockSize])
		held += n
		if err == io.EOF {
			if held == 0 {
				return nil
			}
			buf[held] = '\n'
			return take(buf[:held+1])
		}
		if err != nil {
			return err
		}
		end := lastNewline(buf[:held])
		if end == 0 {
			if held == blockSize {
				return errors.New("line too long")
			}
			continue
		}
		if err := take(buf[:end]); err != nil {
			return err
		}
		held = copy(buf, buf[end:held])
	}
}

func lastNewline(b []byte) int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == '\n' {
			return i + 1
		}
	}
	return 0
}
